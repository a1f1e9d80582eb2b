import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { type FrameInput, validateFrame } from '../../../schemas/telemetry/validate-frame.ts'
import type { GivenFrame } from './parse-body.ts'
import { tenantKeyOf } from './refuse-tenant.ts'

/** How far a sender's clock may be ahead. */
export const FURTHEST_AHEAD_MS = 5 * 60_000

/** What is older is history, and history is played beside the live system, never into it. */
export const OLDEST_MS = 24 * 3_600_000

/**
 * Checks all frames of a request before the first is written.
 * @throws what validateFrame throws; HS_FRAME_EMPTY, HS_TENANT_NOT_ALLOWED, HS_FRAME_FUTURE, HS_FRAME_EXPIRED
 */
export function acceptFrames(given: readonly GivenFrame[], now: number): readonly FrameInput[] {
  if (given.length === 0)
    throw new HomeostatError('HS_FRAME_EMPTY', { message: 'There is no frame in the body; send at least one.' })
  return given.map(({ json, where }) => {
    const tenantKey = tenantKeyOf(json)
    if (tenantKey !== undefined) throw new HomeostatError('HS_TENANT_NOT_ALLOWED', { value: `${where}.${tenantKey}` })
    const frame = validateFrame(json, { where })
    if (frame.at > now + FURTHEST_AHEAD_MS) throw outOfTime('HS_FRAME_FUTURE', where, frame.at, now + FURTHEST_AHEAD_MS)
    if (frame.at < now - OLDEST_MS) throw outOfTime('HS_FRAME_EXPIRED', where, frame.at, now - OLDEST_MS)
    return frame
  })
}

function outOfTime(code: 'HS_FRAME_FUTURE' | 'HS_FRAME_EXPIRED', where: string, at: number, limit: number): HomeostatError {
  const bound = new Date(limit).toISOString()
  return new HomeostatError(code, {
    message:
      code === 'HS_FRAME_FUTURE'
        ? `${where}.at is ${new Date(at).toISOString()}; the latest that is accepted now is ${bound}.`
        : `${where}.at is ${new Date(at).toISOString()}; the earliest that is accepted now is ${bound}. History goes into a log of its own.`,
    value: at,
    limit,
  })
}
