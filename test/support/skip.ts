import { writeSync } from 'node:fs'

/** How a test file tells the runner that it did not run; the reason follows. */
export const skipMarker = 'SKIPPED: '

/**
 * Ends a test file that cannot run here, before its first test. The file counts as one skipped test and its reason is printed at the
 * end of the run. In CI, where everything that a test needs is expected to be there, it counts as a failure instead.
 *
 * @param condition whether what the file needs is present
 * @param why one line: what is missing and how to get it
 */
export function skipUnless(condition: boolean, why: string): void {
  if (condition) return
  if (process.env.CI === 'true') throw new Error(`This file may not be skipped in CI: ${why}`)
  writeSync(1, `${skipMarker}${why}\n`)
  process.exit(0)
}
