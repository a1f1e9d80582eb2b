import type { Cell, Merge } from './table.ts'

/** What `stored` and `incoming` become; the memory store and the batches use it, and upsertSql says the same in SQL. */
export function mergeCell(merge: Merge, stored: Cell, incoming: Cell): Cell {
  if (merge === 'add') return Number(stored ?? 0) + Number(incoming ?? 0)
  if (incoming === null) return stored
  if (stored === null) return incoming
  switch (merge) {
    case 'set':
      return incoming
    case 'keep':
      return stored
    case 'min':
      return incoming < stored ? incoming : stored
    case 'max':
      return incoming > stored ? incoming : stored
    case 'append':
      return Array.isArray(stored) && Array.isArray(incoming) ? stored.concat(incoming) : incoming
  }
}
