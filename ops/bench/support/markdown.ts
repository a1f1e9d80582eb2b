import type { Findings } from './figure.ts'
import { HEAD, rowOf } from './rows.ts'

export interface Run {
  readonly name: string
  readonly findings: Findings
  /** Processes that wanted a core when it began, the average of a minute. */
  readonly load: number
}

const BEGIN = '<!-- figures: written by `homeostat bench all -- --markdown FILE` -->'
const END = '<!-- end of figures -->'

/** The tables of a run, a heading and its command each. */
export function markdownOf(runs: readonly Run[], machine: string, date: Date): string {
  const head = `Measured on ${date.toISOString().slice(0, 10)}: ${machine}.`
  const tables = runs.map(({ name, findings, load }) => {
    const rows = [HEAD, HEAD.map(() => '---'), ...findings.figures.map(rowOf)]
    const lines = rows.map((row) => `| ${row.join(' | ')} |`)
    return [
      `### \`homeostat bench ${name}\``,
      `${findings.load}. Load of the machine before: ${load.toFixed(1)}.`,
      lines.join('\n'),
    ]
  })
  return [head, ...tables.flat()].join('\n\n')
}

/** The page with these tables in place of those between the marks. @throws when the page has no marks */
export function withTables(page: string, tables: string): string {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`The page has no ${BEGIN} with ${END} behind it.`)
  return `${page.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${page.slice(end)}`
}
