import { parseArgs } from 'node:util'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { formatTable } from '../../cli/format/table.ts'
import type { Findings } from './figure.ts'
import { HEAD, rowOf } from './rows.ts'

/** Whole numbers and texts by name, each with what it is when nothing is said. */
type Sizes = Readonly<Record<string, number | string>>

/**
 * Runs a benchmark with the sizes and texts of the command line (`--frames 100000`) and prints a row a figure, or with `--json` everything as one
 * line of JSON. While it runs it may say on stderr how far it is.
 * @throws HS_USAGE
 */
export async function benchmark<S extends Sizes>(
  defaults: S,
  run: (sizes: S, say: (line: string) => void) => Promise<Findings>,
): Promise<void> {
  const { sizes, json } = readArguments(defaults, process.argv.slice(2))
  const findings = await run(sizes, (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${json ? JSON.stringify(findings) : `${findings.load}\n${tableOf(findings)}`}\n`)
}

function tableOf({ figures, table }: Findings): string {
  const measured = formatTable(HEAD, figures.map(rowOf))
  return table === undefined ? measured : `${formatTable(table.head, table.rows)}\n\n${measured}`
}

function readArguments<S extends Sizes>(defaults: S, args: readonly string[]): { sizes: S; json: boolean } {
  const names = Object.keys(defaults)
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { values } = parseArgs({ args: [...args], options: { ...options, json: { type: 'boolean' as const } } })
  const given = new Map<string, unknown>(Object.entries(values))
  const sizes = Object.fromEntries(names.map((name) => [name, textOrNumber(name, given.get(name), defaults[name])]))
  return { sizes: sizes as S, json: given.get('json') === true } // the same names, each with a value of its default's type
}

function textOrNumber(name: string, given: unknown, otherwise: number | string): number | string {
  return typeof otherwise === 'number' ? wholeNumber(name, given, otherwise) : String(given ?? otherwise)
}

function wholeNumber(name: string, given: unknown, otherwise: number): number {
  if (given === undefined) return otherwise
  const value = Number(given)
  if (Number.isInteger(value) && value > 0) return value
  throw new HomeostatError('HS_USAGE', {
    value: String(given),
    message: `--${name} is ${given}; it must be a whole number above 0.`,
  })
}
