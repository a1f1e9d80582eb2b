import { stripVTControlCharacters } from 'node:util'
import { skipMarker } from '../skip.ts'
import type { Tally } from './tally.ts'

/** How a test file's process ended. */
export interface Ending {
  readonly output: string
  /** Exit code, or null when a signal ended it. */
  readonly exitCode: number | null
  /** What was wrong with the way it ended, other than its exit code. */
  readonly problem?: string | undefined
}

export interface Verdict extends Tally {
  /** Why it was skipped or did not count as a plain pass; empty when there is nothing to say. */
  readonly reason: string
}

/**
 * Counts what a test file did. Nothing is taken on trust: uvu ends with code 0 when a `before` hook throws and when a test waits for
 * ever, so that passed is compared with total, and a file without totals or without tests is a failure.
 */
export function judgeOutput(ending: Ending): Verdict {
  const output = stripVTControlCharacters(ending.output)
  const skipped = output.split('\n').find((line) => line.startsWith(skipMarker))
  if (skipped && ending.exitCode === 0 && !ending.problem) {
    return { passed: 0, failed: 0, skipped: 1, reason: skipped.slice(skipMarker.length) }
  }
  const total = lastNumber(output, 'Total')
  const passed = lastNumber(output, 'Passed') ?? 0
  const skips = lastNumber(output, 'Skipped') ?? 0
  const failed = (total ?? 0) - passed
  const counted = { passed, skipped: skips }
  if (ending.problem) return { ...counted, failed: failed + 1, reason: ending.problem }
  if (total === undefined) return { ...counted, failed: 1, reason: `ended without a count (exit code ${ending.exitCode})` }
  if (total === 0 && skips === 0) return { ...counted, failed: 1, reason: 'has no tests' }
  if (failed > 0) return { ...counted, failed, reason: `${failed} of ${total} failed` }
  if (ending.exitCode !== 0) return { ...counted, failed: 1, reason: `every test passed, but exit code ${ending.exitCode}` }
  return { ...counted, failed: 0, reason: '' }
}

/** The last number that uvu printed after a label; a test may print such a line itself, uvu's comes after it. */
function lastNumber(output: string, label: string): number | undefined {
  const found = [...output.matchAll(new RegExp(`^ {2}${label}: +(\\d+)$`, 'gm'))].at(-1)?.[1]
  return found === undefined ? undefined : Number(found)
}
