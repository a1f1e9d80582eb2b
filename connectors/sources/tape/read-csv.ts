import type { Readable } from 'node:stream'
import { CsvError, type Info, parse } from 'csv-parse'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { validateFrame } from '../../../schemas/telemetry/validate-frame.ts'
import { parseTime } from './parse-time.ts'
import { malformed, type TapeRow } from './tape-row.ts'

/**
 * The rows of a table as frames. The first line names the columns: one of them is the time (`timestamp`, `time`, `date`, `datetime`,
 * `at` or `ts`; else the first column), one may be the `source`, every other is a metric. An empty cell is a metric that was not
 * measured. The files of the Numenta Anomaly Benchmark (`timestamp,value`) are such tables.
 *
 * @param source of rows that name none
 * @throws HS_TAPE_MALFORMED when the header or the quoting cannot be read; what is wrong with one row is in that row
 */
export async function* readCsv(bytes: Readable, source: string): AsyncGenerator<TapeRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: LONGEST_ROW_BYTES,
  })
  bytes.once('error', (error) => parser.destroy(error))
  let columns: Columns | undefined
  try {
    for await (const { record, info } of bytes.pipe(parser) as AsyncIterable<{ record: string[]; info: Info }>) {
      const line = info.lines
      if (columns) yield { line, frame: frameOf(record, columns, line, source) }
      else columns = columnsOf(record, line)
    }
  } catch (error) {
    if (error instanceof CsvError) throw malformed(Number(error.lines ?? 0), error.message, 'a table with commas', error)
    throw error
  }
  if (!columns) throw malformed(1, '', 'a header such as "timestamp,value"')
}

/** Room for 2,000 columns with the longest names that a metric may have; csv-parse takes almost a second to get there. */
const LONGEST_ROW_BYTES = 1_100_000

interface Columns {
  readonly names: readonly string[]
  readonly time: number
  readonly source: number
}

function columnsOf(names: readonly string[], line: number): Columns {
  const found = names.join(',')
  if (parseTime(names[0]) !== undefined) throw malformed(line, found, 'a header such as "timestamp,value" before the first row')
  const lower = names.map((name) => name.toLowerCase())
  const time = Math.max(
    0,
    lower.findIndex((name) => TIME_NAMES.has(name)),
  )
  const source = lower.indexOf('source')
  if (names.length - (source === -1 ? 0 : 1) < 2) throw malformed(line, found, 'a column with the time and at least one metric')
  if (names.includes('')) throw malformed(line, found, 'a name for every column')
  if (new Set(names).size < names.length) throw malformed(line, found, 'every column only once')
  return { names, time, source }
}

const TIME_NAMES = new Set(['timestamp', 'time', 'datetime', 'date', 'at', 'ts'])

function frameOf(cells: readonly string[], { names, time, source }: Columns, line: number, fallback: string): TapeRow['frame'] {
  if (cells.length !== names.length)
    return malformed(line, cells.join(','), `${names.length} cells as in the header, not ${cells.length}`)
  const at = parseTime(cells[time])
  if (at === undefined)
    return malformed(line, cells[time], `the time in column ${names[time]} as ISO 8601 or seconds or milliseconds since 1970`)

  const metrics: Record<string, number> = Object.create(null)
  for (const [i, cell] of cells.entries()) {
    if (i === time || i === source || cell === '') continue
    if (!NUMBER.test(cell)) return malformed(line, cell, `a number in column ${names[i]}`)
    metrics[names[i]] = Number(cell)
  }
  try {
    return validateFrame({ source: (source === -1 ? '' : cells[source]) || fallback, at, metrics })
  } catch (error) {
    if (error instanceof HomeostatError) return malformed(line, cells.join(','), `a valid frame. ${error.message}`, error)
    throw error
  }
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
