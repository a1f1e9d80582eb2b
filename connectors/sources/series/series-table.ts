import { type MetricLabels, metricKey } from '../../../schemas/telemetry/metric-key.ts'
import {
  type Distribution,
  type DistributionEnding,
  distributionEndings,
  isWhole,
  noDistribution,
  tellDistribution,
} from './distribution.ts'
import { type Growth, grow, hasGrown, noGrowth, rateOf } from './growth.ts'
import { type SeriesMeaning, seriesMeaning } from './series-meaning.ts'

/** Where a value goes. */
export interface Output {
  readonly source: string
  readonly metric: string
  /** Every value is multiplied by it. */
  readonly scale: number
}

/** What a series is, asked for when it is new. */
export interface SeriesAsRead {
  readonly name: string
  readonly labels: MetricLabels
  /** Declared type of a family; undefined where nobody says it. */
  readonly typeOf?: ((family: string) => string | undefined) | undefined
}

/** Why a value goes nowhere. */
export type Unused =
  /** A rule says so. */
  | 'unwanted'
  | 'label_missing'
  | 'name_invalid'
  | 'not_finite'
  | 'over_limit'
  /** The series had a value of this instant, or a later one, already. */
  | 'not_newer'
  /** Part of a histogram without a bucket for everything. */
  | 'histogram_broken'

export interface SeriesTableOptions {
  /** What a series is; undefined when that cannot be told, `unwanted` when nobody wants to know. Asked when it is new. */
  read(key: string): SeriesAsRead | 'unwanted' | undefined
  /** A key that may be kept; default the key itself. */
  copy?(key: string): string
  /** Where a value of this name goes, or why nowhere; asked once a series. */
  place(name: string, labels: MetricLabels): Output | Unused
  emit(output: Output, at: number, value: number): void
  unused(reason: Unused, name: string): void
  /** How many outputs there may be at a time; series that come when it is full go nowhere. */
  readonly maxOutputs: number
}

/**
 * Makes of series as Prometheus has them values for frames: gauges as they are, counters as rates, histograms and summaries as rate, mean
 * and quantiles. Keeps the last value of everything that grows. The first value of a counter gives nothing, and neither does the first
 * after it began anew.
 */
export interface SeriesTable {
  /**
   * Values come now; `round` grows from one to the next.
   * @returns takes the values of this round back, as if it had not been
   */
  begin(round: number): () => void
  /**
   * @param key  identifies the series
   * @returns false when it cannot be told what the series is
   */
  add(key: string, value: number, at: number): boolean
  /** No more values in this round. Where `complete`, nothing that is missing now will come later. */
  end(complete: boolean): void
  /** Forgets what has not been seen since this round. */
  forget(round: number): void
  readonly size: number
}

interface Row {
  readonly growth: Growth
  /** Of a value or a counter. */
  readonly output: Output | undefined
  readonly isCounter: boolean
  readonly family: Family | undefined
  readonly unused: Unused | undefined
  readonly name: string
  /** Takes so many of the outputs. */
  readonly outputs: number
  seen: number
}

interface Family {
  readonly key: string
  readonly name: string
  readonly distribution: Distribution
  readonly outputs: ReadonlyMap<DistributionEnding, Output>
  parts: number
}

export function seriesTable({ read, copy = (key) => key, place, emit, unused, maxOutputs }: SeriesTableOptions): SeriesTable {
  const rows = new Map<string, Row>()
  const families = new Map<string, Family>()
  const touched = new Set<Family>()
  let journal: (() => void)[] = []
  let round = 0
  let outputs = 0

  function describe(meaning: SeriesMeaning, name: string): Row | Unused {
    if (meaning.kind === 'nothing') return row(name, { unused: 'unwanted' })
    if (meaning.kind === 'value' || meaning.kind === 'counter') {
      if (outputs >= maxOutputs) return 'over_limit'
      const output = place(meaning.name, meaning.labels)
      if (typeof output === 'string') return row(name, { unused: output })
      outputs += 1
      return row(name, { output, outputs: 1, isCounter: meaning.kind === 'counter' })
    }
    const family = familyOf(meaning)
    if (typeof family === 'string') return family === 'over_limit' ? family : row(name, { unused: family })
    const made = row(name, { family })
    family.parts += 1
    const { distribution } = family
    if (meaning.kind === 'bucket') insert(distribution, meaning.bound, made.growth)
    else distribution[meaning.kind] = made.growth
    return made
  }

  function familyOf({ name, labels }: SeriesAsRead): Family | Unused {
    const key = metricKey(name, labels)
    const known = families.get(key)
    if (known) return known
    if (outputs + distributionEndings.length > maxOutputs) return 'over_limit'
    const placed = new Map<DistributionEnding, Output>()
    for (const ending of distributionEndings) {
      const output = place(`${name}_${ending}`, labels)
      if (typeof output !== 'string') placed.set(ending, output)
      else if (output !== 'unwanted') return output
    }
    outputs += distributionEndings.length
    const family: Family = { key, name, distribution: noDistribution(), outputs: placed, parts: 0 }
    families.set(key, family)
    return family
  }

  function row(name: string, given: Partial<Row>): Row {
    return {
      growth: noGrowth(),
      output: undefined,
      isCounter: false,
      family: undefined,
      unused: undefined,
      outputs: 0,
      seen: round,
      name,
      ...given,
    }
  }

  function take(row: Row, value: number, at: number): void {
    const { growth, family, output } = row
    // Values of several instants at once: the earlier one is over.
    if (family && at > family.distribution.at && touched.has(family)) tell(family)
    const before = { ...growth }
    if (!grow(growth, value, at)) {
      unused('not_newer', row.name)
      return
    }
    journal.push(() => Object.assign(growth, before))
    if (family) touch(family, at)
    if (output === undefined) return
    if (!row.isCounter) emit(output, at, value * output.scale)
    else if (hasGrown(growth)) emit(output, at, rateOf(growth) * output.scale)
  }

  function touch(family: Family, at: number): void {
    const { distribution } = family
    touched.add(family)
    if (at <= distribution.at) return
    const before = { at: distribution.at, told: [...distribution.told] }
    journal.push(() => {
      distribution.at = before.at
      distribution.told.clear()
      for (const ending of before.told) distribution.told.add(ending)
    })
    distribution.at = at
    distribution.told.clear()
  }

  function tell({ distribution, outputs }: Family): void {
    if (!isWhole(distribution)) return
    tellDistribution(distribution, (ending, value) => {
      const output = outputs.get(ending)
      if (output) emit(output, distribution.at, value * output.scale)
    })
  }

  return {
    begin(next) {
      const steps: (() => void)[] = []
      round = next
      journal = steps
      touched.clear()
      return () => {
        for (const step of steps.reverse()) step()
      }
    },

    add(key, value, at) {
      let row = rows.get(key)
      if (row === undefined) {
        const series = read(key)
        if (series === 'unwanted') {
          unused('unwanted', key)
          return true
        }
        const meaning = series && seriesMeaning(series.name, series.labels, series.typeOf)
        if (series === undefined || meaning === undefined) return false
        const described = describe(meaning, series.name)
        if (typeof described === 'string') {
          unused(described, series.name)
          return true
        }
        row = described
        rows.set(copy(key), row)
      }
      row.seen = round
      if (row.unused !== undefined) unused(row.unused, row.name)
      else if (!Number.isFinite(value)) unused('not_finite', row.name)
      else take(row, value, at)
      return true
    },

    end(complete) {
      for (const family of touched) {
        if (complete && !isWhole(family.distribution)) unused('histogram_broken', family.name)
        else tell(family)
      }
    },

    forget(before) {
      for (const [key, { seen, outputs: freed, family, growth }] of rows) {
        if (seen >= before) continue
        rows.delete(key)
        outputs -= freed
        if (family) leave(family, growth)
      }
    },

    get size() {
      return rows.size
    },
  }

  function leave(family: Family, growth: Growth): void {
    const { distribution } = family
    family.parts -= 1
    if (family.parts === 0) {
      families.delete(family.key)
      outputs -= distributionEndings.length
    }
    if (distribution.count === growth) distribution.count = undefined
    if (distribution.sum === growth) distribution.sum = undefined
    const bucket = distribution.buckets.findIndex((bucket) => bucket.growth === growth)
    if (bucket >= 0) distribution.buckets.splice(bucket, 1)
  }
}

function insert({ buckets }: Distribution, bound: number, growth: Growth): void {
  const at = buckets.findIndex((bucket) => bucket.bound > bound)
  buckets.splice(at < 0 ? buckets.length : at, 0, { bound, growth })
}
