import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'

export interface Fleet {
  readonly sources: number
  readonly metrics: number
  readonly everyMs: number
  /** Event time of the first frame. */
  readonly from: number
}

/** The n-th frame of a fleet whose sources report in turn: noise around a level, the same in every run. */
export function syntheticFrame({ sources, metrics, everyMs, from }: Fleet, n: number): FrameInput {
  const source = n % sources
  const step = Math.floor(n / sources)
  const values = new Float64Array(metrics)
  for (let metric = 0; metric < metrics; metric++) values[metric] = 100 * (metric + 1) + 5 * noise(n * metrics + metric)
  return {
    source: `host-${source}`,
    at: from + step * everyMs + Math.floor((source * everyMs) / sources),
    names: namesOf(metrics),
    values,
    labels: LABELS,
  }
}

/** As it is published over HTTP. */
export function asJson({ names, values, ...rest }: FrameInput) {
  return { ...rest, metrics: Object.fromEntries(names.map((name, metric) => [name, values[metric]])) }
}

const LABELS = { region: 'eu-west' }
const names = new Map<number, readonly string[]>()

function namesOf(metrics: number): readonly string[] {
  const known = names.get(metrics)
  if (known) return known
  const fresh = Array.from({ length: metrics }, (_, metric) => `metric_number_${metric}`)
  names.set(metrics, fresh)
  return fresh
}

/** Three uniform numbers added up: near enough to a normal one, and cheap. */
function noise(seed: number): number {
  return uniform(seed) + uniform(seed ^ 0x5bd1e995) + uniform(seed ^ 0x27d4eb2f) - 1.5
}

/** Mixes the bits of a number (Murmur3's finaliser), 0 to 1. */
function uniform(seed: number): number {
  let bits = seed | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return ((bits ^ (bits >>> 16)) >>> 0) / 4_294_967_296
}
