import { formatCount } from '../format/count.ts'

/** `1 entry`, `1,234 entries`. */
export function countEntries(count: number): string {
  return count === 1 ? '1 entry' : `${formatCount(count)} entries`
}
