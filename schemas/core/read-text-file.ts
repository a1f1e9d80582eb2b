import { readFileSync } from 'node:fs'
import { HomeostatError } from './homeostat-error.ts'

/**
 * What stands in a file that a person has named.
 * @param setting  what names it, for the message
 * @throws HS_FILE_UNREADABLE
 */
export function readTextFile(path: string, setting?: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? cause.code : cause
    const named = setting === undefined ? path : `${setting}: ${path}`
    throw new HomeostatError('HS_FILE_UNREADABLE', { value: path, message: `${named} cannot be read (${why}).`, cause })
  }
}
