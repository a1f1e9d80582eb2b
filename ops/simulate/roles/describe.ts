import { codeOf } from '../../../schemas/core/homeostat-error.ts'

/** An error with its code and where it came from. */
export function describe(error: unknown): string {
  return error instanceof Error ? `${codeOf(error)}: ${error.stack ?? error.message}` : String(error)
}
