import { errorCatalogue } from '../../schemas/core/error-catalogue.ts'
import { codeOf } from '../../schemas/core/homeostat-error.ts'

/** What the shell learns of a command. */
export const exitCodes = {
  ok: 0,
  /** It failed, or it found what it was to look for: a difference, a failed check. */
  failed: 1,
  /** It was called in a way that it does not understand; nothing was done. */
  usage: 2,
  /** What it needs does not run or cannot be reached; the same call may succeed later. */
  unavailable: 3,
} as const

export function exitCodeOf(error: unknown): number {
  const code = codeOf(error)
  if (usage.has(code)) return exitCodes.usage
  return unavailable.has(code) || errorCatalogue[code].reaction === 'wait' ? exitCodes.unavailable : exitCodes.failed
}

const usage = new Set<string>(['HS_USAGE', 'HS_CONFIG_INVALID', 'HS_ROLES_APART', 'HS_TIME_INVALID', 'HS_NOT_CONFIRMED'])
const unavailable = new Set<string>(['HS_NOT_RUNNING', 'HS_LOG_MISSING'])
