import type { Finding } from '../../../schemas/generated/records.ts'
import type { NameLists, StateCodec } from '../../runtime/api/processor.ts'
import type { SeriesTable } from '../series-table.ts'
import { OWN } from '../series-table.ts'
import { decodeTable, encodeTable, type TableShape } from '../table-codec.ts'
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
  encode: ({ book = null, edition, lastAt, sweptAt, watches }, lists) =>
    Buffer.from(
      JSON.stringify({ book, edition, lastAt, sweptAt, watches: [...watches.values()].map((watch) => written(watch, lists)) }),
    ),
  decode: (bytes, _, lists) => {
    const { book, edition, lastAt, sweptAt, watches } = JSON.parse(bytes.toString()) as Written // our own bytes
    const read = watches.map(({ rule, series, table, told }): [string, Watch] => [
      rule.name,
      {
        rule,
        series: new Map(series),
        table: table === null ? undefined : decodeTable(Buffer.from(table, 'base64'), lists, shapeOf(rule)),
        told,
      },
    ])
    return { book: book ?? undefined, edition, lastAt, sweptAt, watches: new Map(read), layout: undefined }
  },
}

/** What the detector of a rule keeps of a series. */
export function shapeOf({ detector }: Rule): TableShape {
  return { width: detector === 'level_shift' ? OWN + 3 : OWN, words: 0, rareWords: 0 }
}

interface Written extends Pick<RulesState, 'edition' | 'lastAt' | 'sweptAt'> {
  readonly book: RuleBook | null
  readonly watches: readonly WrittenWatch[]
}

interface WrittenWatch extends Pick<Watch, 'rule' | 'told'> {
  readonly series: readonly (readonly [string, WatchedSeries])[]
  readonly table: string | null
}

function written({ rule, series, table, told }: Watch, lists: NameLists): WrittenWatch {
  return { rule, series: [...series], table: table === undefined ? null : encodeTable(table, lists).toString('base64'), told }
}
