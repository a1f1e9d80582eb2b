import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { parseDuration } from '../cli/input/duration.ts'

export const DEFAULT_LOOKBACK_MS = 6 * 3_600_000

const SHORTEST_MS = 60_000
const LONGEST_MS = 14 * 86_400_000

/**
 * How far back an analysis looks, in milliseconds; six hours without a text.
 * @throws HS_ANALYZE_LOOKBACK
 */
export function parseLookback(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LOOKBACK_MS
  const ms = spanOf(text)
  if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms
  throw new HomeostatError('HS_ANALYZE_LOOKBACK', { value: text.slice(0, 50), limit: '1m … 14d' })
}

function spanOf(text: string): number {
  try {
    return parseDuration(text)
  } catch {
    return Number.NaN // refused above, with what may be said
  }
}
