import type { Codec } from '../../schemas/codec/codec.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../schemas/topics.ts'
import type { NewRecord } from '../../streams/runtime/log/log.ts'
import type { Random } from './random.ts'
import { FORGET, POISON } from './stages/telemetry-stage.ts'

/** A record and when the log takes it. */
export interface Arriving {
  readonly record: NewRecord
  readonly arrival: number
}

/** Frames as the world sends them: mostly in order, some twice, late, from the future, in bad shape or with values that do harm. */
export function drawFrames(random: Random, codec: Codec, count: number, begin: number): Arriving[] {
  const frames: Arriving[] = []
  const sources = random.between(1, 6)
  let now = begin
  for (let n = 0; n < count; n++) {
    now += random.chance(0.03) ? random.between(5_000, 25_000) : random.between(0, 400)
    frames.push({ record: drawFrame(random, codec, `s${random.between(1, sources)}`, now), arrival: now })
  }
  return frames
}

/** One tick a second over the time of the frames and some time after it, so that silent sources are forgotten. */
export function ticksFor(codec: Codec, frames: readonly Arriving[], begin: number): Arriving[] {
  const end = (frames.at(-1)?.arrival ?? begin) + 30_000
  const ticks: Arriving[] = []
  for (let at = begin; at <= end; at += 1_000) {
    const record = { topic: ScheduleTicks.name, partition: 0, key: null, value: codec.encode('Tick', { at }) }
    ticks.push({ record, arrival: at })
  }
  return ticks
}

function drawFrame(random: Random, codec: Codec, source: string, now: number): NewRecord {
  const key = Buffer.from(`default/${source}`)
  const shape = random.next()
  if (shape < 0.01) return { topic: SystemTelemetryRaw.name, key, value: null }
  if (shape < 0.03) return { topic: SystemTelemetryRaw.name, key, value: Buffer.from([0, 0, 0, 0, random.between(0, 99), 1, 2]) }
  const metrics: Record<string, number> = { m: drawValue(random) }
  if (random.chance(0.1)) for (let n = random.between(1, 4); n > 0; n--) metrics[`m${n}`] = n
  return {
    topic: SystemTelemetryRaw.name,
    key,
    value: codec.encode('Frame', { source, at: drawTime(random, now), metrics, labels: {} }),
  }
}

function drawTime(random: Random, now: number): number {
  const kind = random.next()
  if (kind < 0.08) return now - random.between(0, 3) * 100 // repeats, because times are round
  if (kind < 0.12) return now - random.between(0, 6_000)
  if (kind < 0.14) return now - random.between(15_000, 40_000)
  if (kind < 0.16) return now + random.between(30_000, 120_000)
  return Math.floor(now / 100) * 100
}

function drawValue(random: Random): number {
  const kind = random.next()
  if (kind < 0.06) return POISON
  if (kind < 0.1) return FORGET
  return random.between(-3, 50)
}
