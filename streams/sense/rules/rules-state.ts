import type { Finding } from '../../../schemas/generated/records.ts'
import type { StateCodec } from '../../runtime/api/processor.ts'
import type { SeriesTable } from '../series-table.ts'
import { OWN } from '../series-table.ts'
import { decodeTable, encodeTable } from '../table-codec.ts'
import type { Layout } from './layout.ts'
import type { Rule } from './rule.ts'
import type { RuleBook } from './rule-book.ts'

/** One series under a rule. Times are event times; 0 where there is none. */
export interface WatchedSeries {
  /** When it was last measured. */
  lastAt: number
  /** Since when the condition holds, or since when it holds no longer while it fires. */
  since: number
  /** What was told and is not over. */
  told: Finding | null
  /** What a detector has found and quiet hours keep. */
  waiting: Finding | null
}

/** A rule that watches something of a source. */
export interface Watch {
  readonly rule: Rule
  readonly series: Map<string, WatchedSeries>
  /** Of a rule with a detector. */
  table: SeriesTable | undefined
  /** What was last told of it. */
  told: { readonly series: number; readonly firing: number }
}

/** Under the key of a tenant the book, under that of a source what is watched of it. */
export interface RulesState {
  book: RuleBook | undefined
  /** When the rules came into force by which the watches were chosen; -1 before any. */
  edition: number
  /** Event time of the newest frame, and of the last look for series that are gone. */
  lastAt: number
  sweptAt: number
  /** By the name of the rule. */
  watches: Map<string, Watch>
  /** Which values of a frame each watch takes; no part of what is written. */
  layout: Layout | undefined
}

/** JSON; maps as lists of pairs in their order, tables in base64. */
export const rulesState: StateCodec<RulesState> = {
  version: 1,
  empty: () => ({ book: undefined, edition: -1, lastAt: 0, sweptAt: 0, watches: new Map(), layout: undefined }),
  encode: ({ book = null, edition, lastAt, sweptAt, watches }) =>
    Buffer.from(JSON.stringify({ book, edition, lastAt, sweptAt, watches: [...watches.values()].map(written) })),
  decode: (bytes) => {
    const { book, edition, lastAt, sweptAt, watches } = JSON.parse(bytes.toString()) as Written // our own bytes
    const read = watches.map(({ rule, series, table, told }): [string, Watch] => [
      rule.name,
      {
        rule,
        series: new Map(series),
        table: table === null ? undefined : decodeTable(Buffer.from(table, 'base64'), widthOf(rule)),
        told,
      },
    ])
    return { book: book ?? undefined, edition, lastAt, sweptAt, watches: new Map(read), layout: undefined }
  },
}

/** Numbers a series that the detector of a rule keeps. */
export function widthOf({ detector }: Rule): number {
  return detector === 'level_shift' ? OWN + 3 : OWN
}

interface Written extends Pick<RulesState, 'edition' | 'lastAt' | 'sweptAt'> {
  readonly book: RuleBook | null
  readonly watches: readonly WrittenWatch[]
}

interface WrittenWatch extends Pick<Watch, 'rule' | 'told'> {
  readonly series: readonly (readonly [string, WatchedSeries])[]
  readonly table: string | null
}

function written({ rule, series, table, told }: Watch): WrittenWatch {
  return { rule, series: [...series], table: table === undefined ? null : encodeTable(table).toString('base64'), told }
}
