import type { Findings } from './figure.ts'
import { HEAD, rowOf } from './rows.ts'

export interface Run {
  readonly name: string
  readonly findings: Findings
  /** When and where, for people. */
  readonly circumstances: string
}

const BEGIN = '<!-- figures: written by `homeostat bench all -- --markdown FILE` -->'
const END = '<!-- end of figures -->'
const HEADING = '### `homeostat bench '

/** The page with the tables of these runs between its marks, in place of older ones of the same benchmarks. @throws without marks */
export function withTables(page: string, runs: readonly Run[], order: readonly string[]): string {
  const begin = page.indexOf(BEGIN) + BEGIN.length
  const end = page.indexOf(END)
  if (begin < BEGIN.length || end < begin) throw new Error(`The page has no ${BEGIN} with ${END} behind it.`)
  const sections = new Map(
    page
      .slice(begin, end)
      .split(HEADING)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('`')), `${HEADING}${section.trimEnd()}`]),
  )
  for (const run of runs) sections.set(run.name, sectionOf(run))
  const ordered = order.flatMap((name) => sections.get(name) ?? [])
  return `${page.slice(0, begin)}\n\n${ordered.join('\n\n')}\n\n${page.slice(end)}`
}

function sectionOf({ name, findings, circumstances }: Run): string {
  const { load, figures, table } = findings
  const tables = [...(table ? [markdownTable(table.head, table.rows)] : []), markdownTable(HEAD, figures.map(rowOf))]
  return `${HEADING}${name}\`\n\n${load}. ${circumstances}\n\n${tables.join('\n\n')}`
}

function markdownTable(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
