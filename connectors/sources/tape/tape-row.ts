import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'

/** One frame of a tape, or why there is none. */
export interface TapeRow {
  /** Counted from 1, as an editor shows it. */
  readonly line: number
  readonly frame: FrameInput | HomeostatError
}

/** @param expected completes "expected …" */
export function malformed(line: number, found: string, expected: string, cause?: unknown): HomeostatError {
  const shown = found.length > LONGEST_QUOTE ? `${found.slice(0, LONGEST_QUOTE)}…` : found
  return new HomeostatError('HS_TAPE_MALFORMED', {
    message: `Line ${line}: found ${JSON.stringify(shown)}, expected ${expected}.`,
    value: shown,
    cause,
  })
}

const LONGEST_QUOTE = 80
