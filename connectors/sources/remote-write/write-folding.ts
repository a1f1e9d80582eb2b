import { frameLimits } from '../../../schemas/telemetry/frame-limits.ts'
import { type MetricLabels, metricKey } from '../../../schemas/telemetry/metric-key.ts'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'
import { fitsInFrame } from '../fits-in-frame.ts'
import { FURTHEST_AHEAD_MS, OLDEST_MS } from '../http/accept-frames.ts'
import { type Output, seriesTable, type Unused } from '../series/series-table.ts'
import { freeInstants } from './free-instants.ts'
import type { RemoteWritePlan } from './remote-write-plan.ts'
import type { WrittenSeries } from './write-request.ts'

/** Why samples are in no frame, and how many. */
export type DroppedWrites = Partial<Record<Unused | 'out_of_range' | 'alert' | 'future' | 'expired' | 'native_histogram', number>>

export interface FoldedWrite {
  readonly frames: readonly FrameInput[]
  readonly samples: number
  readonly dropped: DroppedWrites
  /** Takes it back, for frames that could not be written: the same request will come again. */
  undo(): void
}

export interface WriteFolding {
  fold(series: readonly WrittenSeries[], now: number): FoldedWrite
  /** Series that are remembered. */
  readonly size: number
}

/**
 * Makes frames of what is written: one for each source and time. Senders divide what they scraped at one time among several requests; the
 * second part of it is dated a millisecond later, because a frame is identified by its source and time.
 */
export function writeFolding({ groupBy, prefix, labels, maxSeries }: RemoteWritePlan): WriteFolding {
  const gathered = new Map<string, Map<number, Map<string, number>>>()
  const instants = freeInstants()
  let current: WrittenSeries['labels'] = []
  let dropped: DroppedWrites = {}
  let sweptAt = 0

  const drop = (reason: keyof DroppedWrites, count = 1) => {
    dropped[reason] = (dropped[reason] ?? 0) + count
  }

  const table = seriesTable({
    maxOutputs: maxSeries,
    read() {
      const { __name__: name, ...own }: Record<string, string> = Object.fromEntries(current)
      return name ? { name, labels: own } : undefined
    },
    place(name, own): Output | Unused {
      const left: Record<string, string> = { ...own }
      const parts = groupBy.map((label) => {
        delete left[label]
        return own[label]
      })
      if (!parts.every(Boolean)) return 'label_missing'
      const source = prefix + parts.join('/')
      const metric = metricKey(name, left as MetricLabels) // only texts were left
      return fitsInFrame(source, metric) ? { source, metric, scale: 1 } : 'name_invalid'
    },
    emit({ source, metric }, at, value) {
      if (Math.abs(value) > frameLimits.magnitude) return drop('out_of_range')
      const times = gathered.get(source) ?? new Map<number, Map<string, number>>()
      if (times.size === 0) gathered.set(source, times)
      const metrics = times.get(at) ?? new Map<string, number>()
      if (metrics.size === 0) times.set(at, metrics)
      metrics.set(metric, value)
    },
    unused: (reason) => drop(reason),
  })

  return {
    fold(series, now) {
      dropped = {}
      gathered.clear()
      const takeBack = table.begin(now)
      let samples = 0
      for (const one of series) {
        samples += one.samples.length
        if (one.histograms > 0) drop('native_histogram', one.histograms)
        if (isAlert(one)) drop('alert', one.samples.length)
        else add(one, now)
      }
      table.end(false)
      if (now - sweptAt > SWEEP_EVERY_MS) {
        table.forget(now - REMEMBERED_MS)
        instants.forget(now - REMEMBERED_MS)
        sweptAt = now
      }
      const frames = framesOf()
      return {
        frames,
        samples,
        dropped,
        undo() {
          takeBack()
          for (const { source, at } of frames) instants.release(source, at)
        },
      }
    },
    get size() {
      return table.size
    },
  }

  function add({ labels, samples }: WrittenSeries, now: number): void {
    current = labels
    let key = ''
    for (const [name, value] of labels) key += `${name}\u0001${value}\u0002`
    for (const { value, at } of samples) {
      if (at > now + FURTHEST_AHEAD_MS) drop('future')
      else if (at < now - OLDEST_MS) drop('expired')
      else if (!table.add(key, value, at)) drop('name_invalid')
    }
  }

  function framesOf(): FrameInput[] {
    const frames: FrameInput[] = []
    for (const [source, times] of gathered) {
      for (const [at, metrics] of times) {
        const names = [...metrics.keys()].sort()
        for (let from = 0; from < names.length; from += frameLimits.metrics) {
          const some = names.slice(from, from + frameLimits.metrics)
          const values = Float64Array.from(some, (name) => metrics.get(name) ?? 0)
          frames.push({ source, at: instants.take(source, at), names: some, values, labels })
        }
      }
    }
    // A shard of the sender keeps the order; what came before the rest must be written before it.
    return frames.sort((a, b) => a.at - b.at)
  }
}

/** What Prometheus makes of its rules; these are judgements, not measurements. */
function isAlert({ labels }: WrittenSeries): boolean {
  return labels.some(([name, value]) => name === '__name__' && (value === 'ALERTS' || value === 'ALERTS_FOR_STATE'))
}

const SWEEP_EVERY_MS = 60_000
/** A series that says nothing for so long is forgotten, and its next rate with it. */
const REMEMBERED_MS = 15 * 60_000
