/** Whether two lists have the same names in the same order. */
export function isSameNames(known: readonly string[], names: readonly string[]): boolean {
  return known === names || (known.length === names.length && known.every((name, index) => name === names[index]))
}
