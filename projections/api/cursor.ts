import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Cell } from '../table/table.ts'

/** Where a list goes on, as an opaque text: the values of its order columns in the last row. */
export function writeCursor(values: readonly Cell[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/**
 * @param types  of the order columns
 * @throws HS_CURSOR_INVALID
 */
export function readCursor(text: string, types: readonly ('number' | 'string')[]): readonly (string | number)[] {
  const values = parsed(text)
  if (!Array.isArray(values) || values.length !== types.length) throw new HomeostatError('HS_CURSOR_INVALID')
  return values.map((value: unknown, i): string | number => {
    if (typeof value === 'string' && types[i] === 'string' && !value.includes('\0')) return value
    if (typeof value === 'number' && types[i] === 'number' && Number.isSafeInteger(value)) return value
    throw new HomeostatError('HS_CURSOR_INVALID')
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined // whatever is wrong with it, it is not ours
  }
}
