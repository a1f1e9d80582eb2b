/** The numbers of a cell that holds a list. */
export function listOf(cell: unknown): readonly number[] {
  return Array.isArray(cell) ? cell : []
}
