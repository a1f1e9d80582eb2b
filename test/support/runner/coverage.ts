import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { repositoryFiles, repositoryRoot } from '../repository.ts'
import { runTool } from '../run-tool.ts'
import { isTypesOnly } from './is-types-only.ts'

/** What is measured: the product without its command line and tools, which the tests start as processes anyway. */
const measured = ['schemas', 'streams', 'projections', 'connectors']
const leastPercent = 90

export interface Lines {
  readonly total: number
  readonly covered: number
}

/** Where the processes of a run leave what they covered. */
export function coverageFolder(): string {
  return mkdtempSync(join(tmpdir(), 'homeostat-coverage-'))
}

/**
 * Merges what every process of the run, and every process that these started, has covered by running the sources as they are
 * (`homeostat` runs compiled and adds nothing); prints a line a folder and writes the report by line into `coverage/`. Files that no
 * test loads count as not covered; files of types only do not count.
 *
 * @returns what is too low, one sentence each
 */
export async function reportCoverage(folder: string): Promise<string[]> {
  const typesOnly = measured
    .flatMap((name) => repositoryFiles(name, (path) => path.endsWith('.ts')))
    .filter((path) => isTypesOnly(readFileSync(join(repositoryRoot, path), 'utf8')))
  const out = join(repositoryRoot, 'coverage')
  rmSync(out, { recursive: true, force: true })
  const merged = await runTool([
    'node_modules/c8/bin/c8.js',
    'report',
    ...[
      '--temp-directory',
      folder,
      '--reports-dir',
      out,
      '--reporter',
      'json-summary',
      '--reporter',
      'lcovonly',
      '--merge-async',
    ],
    ...['--all', ...measured.flatMap((name) => ['--src', name, '--include', `${name}/**/*.ts`])],
    ...['--exclude', '**/generated/**', ...typesOnly.flatMap((path) => ['--exclude', path])],
  ])
  rmSync(folder, { recursive: true, force: true })
  if (merged.exitCode !== 0) return [`the coverage could not be merged:\n${merged.output}`]
  const files = readSummary(join(out, 'coverage-summary.json'))
  return measured.flatMap((name) => judge(name, files))
}

function judge(name: string, files: ReadonlyMap<string, Lines>): string[] {
  const own = [...files].filter(([path]) => path.startsWith(`${name}/`))
  if (own.length === 0) return []
  const { total, covered } = own.reduce((sum, [, lines]) => addLines(sum, lines), { total: 0, covered: 0 })
  const percent = total === 0 ? 100 : (100 * covered) / total
  console.log(`covered ${percent.toFixed(1).padStart(5)} %  ${covered} of ${total} lines in ${own.length} files  ${name}`)
  if (percent >= leastPercent) return []
  const worst = own
    .map(([path, lines]) => ({ path, missing: lines.total - lines.covered }))
    .sort((a, b) => b.missing - a.missing)
    .slice(0, 8)
  return [
    `the tests cover ${percent.toFixed(1)} % of the lines of ${name}, less than ${leastPercent} %; most is missing in\n${worst
      .map(({ path, missing }) => `    ${String(missing).padStart(5)} lines  ${path}`)
      .join('\n')}`,
  ]
}

function addLines(a: Lines, b: Lines): Lines {
  return { total: a.total + b.total, covered: a.covered + b.covered }
}

function readSummary(path: string): Map<string, Lines> {
  const summary: Record<string, { lines: Lines }> = JSON.parse(readFileSync(path, 'utf8'))
  return new Map(
    Object.entries(summary)
      .filter(([name]) => name !== 'total')
      .map(([name, { lines }]) => [relative(repositoryRoot, name).split(sep).join('/'), lines]),
  )
}
