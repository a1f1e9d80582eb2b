import type { FileResult } from './run-test-file.ts'

/** The result of a file that is not started, because what it needs is missing: skipped, and in CI a failure. */
export function notRun(file: string, why: string): FileResult {
  const inCi = process.env.CI === 'true'
  const reason = inCi ? `may not be skipped in CI: ${why}` : why
  return { file, output: '', tookMs: 0, passed: 0, failed: inCi ? 1 : 0, skipped: inCi ? 0 : 1, reason }
}
