import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { quoted } from '../web/quoted.ts'

/** Told what a page says, line by line. */
export interface ExpositionListener {
  /** As the page writes it: counter, gauge, histogram, summary, untyped, and what OpenMetrics adds. */
  type(family: string, type: string): void
  /**
   * @param series  name and labels as they stand in the page; part of a larger text, so copy what is kept
   * @param value   NaN and infinities as they came
   * @returns whether the series could be read
   */
  sample(series: string, value: number): boolean
}

export interface ExpositionReader {
  /** The next piece of the page; lines may be cut anywhere. */
  push(text: string): void
  /** The page is over; gives how many samples it has had. */
  end(): number
}

/**
 * Reads a page in Prometheus' text format 0.0.4, or in OpenMetrics 1.0, where it differs little: timestamps and exemplars are passed over,
 * and `# EOF` must be the last line. O(n) in the text; holds no more than one line of it.
 *
 * `push` and `end` throw HS_SCRAPE_FOREIGN when it is no such page at all, HS_SCRAPE_PAGE_MALFORMED with the number of the line, and
 * HS_SCRAPE_PAGE_BROKEN when the page ends in the middle.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/, https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export function expositionReader(listener: ExpositionListener, { openMetrics = false } = {}): ExpositionReader {
  let rest = ''
  let lines = 0
  let samples = 0
  let isOver = false

  function read(text: string, from: number, to: number): void {
    lines++
    const end = to > from && text.charCodeAt(to - 1) === RETURN ? to - 1 : to
    if (end === from) return
    if (isOver) throw malformed(lines, 'there is a line behind # EOF')
    if (text.charCodeAt(from) === HASH) comment(text.slice(from, end))
    else sample(text, from, end)
  }

  function comment(line: string): void {
    if (openMetrics && line === '# EOF') isOver = true
    if (!line.startsWith('# TYPE ')) return
    const [family, type, ...more] = line
      .slice(7)
      .trim()
      .split(/[ \t]+/)
    if (type === undefined || more.length > 0) throw malformed(lines, `the type is not readable: ${quoted(line, SHOWN)}`)
    listener.type(family, type)
  }

  function sample(text: string, from: number, end: number): void {
    const behind = endOfSeries(text, from, end)
    const numbers = behind < 0 ? null : NUMBERS.exec(text.slice(behind, end))
    const value = numbers ? numberOf(numbers[1]) : undefined
    if (value === undefined || !listener.sample(text.slice(from, behind), value)) {
      const line = text.slice(from, end)
      if (samples === 0 && lines === 1) throw foreign(line)
      throw malformed(lines, `there is no series with a value: ${quoted(line, SHOWN)}`)
    }
    samples++
  }

  return {
    push(piece) {
      const text = rest === '' ? piece : rest + piece
      let from = 0
      for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
        read(text, from, to)
        from = to + 1
      }
      rest = text.slice(from)
      if (rest.length > LONGEST_LINE) throw malformed(lines + 1, `the line is longer than ${LONGEST_LINE} characters`)
    },
    end() {
      if (lines === 0 && rest !== '' && !/^[a-zA-Z_:#]/.test(rest)) throw foreign(rest)
      if (rest !== '') throw broken(`in the middle of line ${lines + 1}`)
      if (openMetrics && !isOver) throw broken(`after line ${lines}, without # EOF`)
      return samples
    },
  }
}

/** Where the name and the labels of a line end; -1 where they do not. */
function endOfSeries(text: string, from: number, end: number): number {
  let at = from
  while (at < end && isNotDelimiter(text.charCodeAt(at))) at++
  const name = at
  while (at < end && isBlank(text.charCodeAt(at))) at++
  if (at >= end) return -1
  if (text.charCodeAt(at) !== BRACE) return name
  for (at++; at < end; at++) {
    const character = text.charCodeAt(at)
    if (character === CLOSING_BRACE) return at + 1
    if (character !== QUOTE) continue
    for (at++; at < end && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++
  }
  return -1
}

function isNotDelimiter(character: number): boolean {
  return character !== BLANK && character !== TAB && character !== BRACE
}

function isBlank(character: number): boolean {
  return character === BLANK || character === TAB
}

const [TAB, RETURN, BLANK, QUOTE, HASH, BACKSLASH, BRACE, CLOSING_BRACE] = [9, 13, 32, 34, 35, 92, 123, 125]

/** The value, perhaps a timestamp, perhaps an exemplar. */
const NUMBERS = /^[ \t]*([^ \t{]+)(?:[ \t]+[+-]?[0-9.eE+-]+)?[ \t]*(?:#.*)?$/

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** As Go writes numbers; undefined for what is none. */
function numberOf(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text)
  return named[text.toLowerCase()]
}

const named: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/** No series with labels is nearly as long; what has no line ends is no page. */
const LONGEST_LINE = 1_000_000

function foreign(line: string): HomeostatError {
  return new HomeostatError('HS_SCRAPE_FOREIGN', {
    message: `This is no page of metrics: it begins with ${quoted(line, SHOWN)}.`,
  })
}

function malformed(line: number, what: string): HomeostatError {
  return new HomeostatError('HS_SCRAPE_PAGE_MALFORMED', { message: `Line ${line}: ${what}.`, value: line })
}

function broken(where: string): HomeostatError {
  return new HomeostatError('HS_SCRAPE_PAGE_BROKEN', { message: `The page ends ${where}.` })
}

/** Characters of a line that an error shows. */
const SHOWN = 80
