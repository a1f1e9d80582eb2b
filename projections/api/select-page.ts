import type { Query } from '../table/query.ts'
import type { Row } from '../table/table.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { type Reading, TENANT } from './reading.ts'

export interface PageAsked extends Pick<Query, 'table' | 'where' | 'order' | 'descending'> {
  /** Of the order columns, as they stand in a cursor. */
  readonly types: readonly ('number' | 'string')[]
  readonly cursor: string | undefined
  readonly limit: number
}

export interface Page {
  readonly rows: readonly Row[]
  /** Cursor of what follows; null at the end. */
  readonly next: string | null
}

/** One page of a list, from a cursor on. @throws HS_CURSOR_INVALID */
export async function selectPage(reading: Reading, { types, cursor, limit, ...asked }: PageAsked): Promise<Page> {
  const after = cursor === undefined ? {} : { after: readCursor(cursor, types) }
  const found = await reading.select(TENANT, { ...asked, limit: limit + 1, ...after })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const more = found.length > rows.length && last !== undefined
  return { rows, next: more ? writeCursor(asked.order.map((column) => last[column] ?? null)) : null }
}
