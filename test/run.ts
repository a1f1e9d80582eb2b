import { compiled } from '../bin/compiled/compiled.mjs'
import { coverageFolder, reportCoverage } from './support/runner/coverage.ts'
import { findTestFiles } from './support/runner/find-test-files.ts'
import { inParallel } from './support/runner/in-parallel.ts'
import { needsKafka } from './support/runner/needs-kafka.ts'
import { notRun } from './support/runner/not-run.ts'
import { type RunnerOptions, readOptions, usage } from './support/runner/options.ts'
import { report, reportSkips } from './support/runner/report.ts'
import { type FileResult, runTestFile } from './support/runner/run-test-file.ts'
import { sharedKafka } from './support/runner/shared-kafka.ts'
import { add, closingLine, nothing } from './support/runner/tally.ts'

/** Runs the tests, every file in a process of its own, and ends with the line `N passed, N failed, N skipped`. */
async function main(options: RunnerOptions): Promise<number> {
  const files = findTestFiles(options)
  const stop = stopOnSignal()
  const covered = options.coverage ? coverageFolder() : undefined
  const kafka = sharedKafka()
  // Coverage is counted by the lines of the sources as they are.
  const quick = covered
    ? undefined
    : await compiled('tests', files, (error) => console.log(`The tests run uncompiled, which takes longer: ${error}`))
  const run = async (file: string): Promise<FileResult> => {
    const onKafka = needsKafka(file)
    if (onKafka && kafka.missing !== undefined) return notRun(file, kafka.missing)
    const environment = onKafka ? await kafka.environment() : {}
    return runTestFile(file, { limitMs: options.limitMs, stop, compiled: quick, coverageFolder: covered, environment })
  }
  const results = await inParallel(files, options.parallel, stop, async (file) => {
    const result = await run(file)
    console.log(report(result))
    return result
  }).finally(() => kafka.stop())
  const complaints = files.length === 0 ? [`no test file matches; ${usage}`] : []
  if (stop.aborted) complaints.push(`interrupted after ${results.length} of ${files.length} files`)
  else if (covered) complaints.push(...(await reportCoverage(covered)))
  return close(results, complaints)
}

/** @param complaints what is wrong with the run as a whole; each counts as a failure */
function close(results: readonly FileResult[], complaints: readonly string[]): number {
  const tally = results.reduce(add, { ...nothing, failed: complaints.length })
  for (const complaint of complaints) console.log(`FAIL ${complaint}`)
  const failed = results.filter((result) => result.failed > 0)
  process.stdout.write(failed.map((result) => `failed: ${result.file}  (${result.reason})\n`).join(''))
  process.stdout.write(reportSkips(results))
  console.log(closingLine(tally))
  return tally.failed > 0 ? 1 : 0
}

function stopOnSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

try {
  process.exitCode = await main(readOptions(process.argv.slice(2)))
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
  process.exitCode = 2
}
