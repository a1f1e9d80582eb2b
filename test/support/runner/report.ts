import type { FileResult } from './run-test-file.ts'

/** One line a file; the whole output only of what failed. */
export function report(result: FileResult): string {
  const mark = result.failed > 0 ? 'FAIL' : result.passed === 0 ? 'skip' : 'ok  '
  const seconds = `${(result.tookMs / 1000).toFixed(1)} s`.padStart(8)
  const line = `${mark} ${seconds} ${String(result.passed).padStart(5)}  ${result.file}${result.reason ? `  (${result.reason})` : ''}`
  return result.failed > 0 ? `${line}\n${indent(result.output)}` : line
}

/** What was not run, and why: the last thing before the closing line, so that nobody overlooks it. */
export function reportSkips(results: readonly FileResult[]): string {
  return results
    .filter((result) => result.skipped > 0)
    .map((result) => `not run: ${result.file}: ${result.reason || `${result.skipped} skipped in the file`}\n`)
    .join('')
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}
