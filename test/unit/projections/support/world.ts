import type { Codec } from '../../../../schemas/codec/codec.ts'
import { createCodec } from '../../../../schemas/codec/create-codec.ts'
import type { RecordMap, RecordName } from '../../../../schemas/generated/records.ts'
import { embeddedRegistry } from '../../../../schemas/registry/embedded-registry.ts'
import { barWidths } from '../../../../schemas/telemetry/bar-widths.ts'
import { catalogue, InsightSignals, SystemTelemetryRaw, TelemetryBars, type Topic } from '../../../../schemas/topics.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../../streams/runtime/log/memory/memory-log.ts'
import { hurriedClock } from './hurried-clock.ts'

export interface World {
  readonly log: Log
  readonly codec: Codec
  /** Appends records of one type; the key is tenant/source. */
  append<K extends RecordName>(topic: Topic, type: K, values: readonly RecordMap[K][], options?: AppendOptions): Promise<void>
  /** Appends bytes that no codec made. */
  appendRaw(topic: Topic, key: string, value: Buffer): Promise<void>
  signals(values: readonly Partial<RecordMap['Signal']>[], options?: AppendOptions): Promise<void>
  frames(values: readonly Partial<RecordMap['Frame']>[], options?: AppendOptions): Promise<void>
  bars(values: readonly Partial<RecordMap['Bar']>[], options?: AppendOptions): Promise<void>
}

export interface AppendOptions {
  readonly tenant?: string
  readonly partition?: number
}

/** The time at which everything in these tests happens, and at which the log takes it. */
export const NOON = Date.UTC(2026, 0, 31, 12)

/** A memory log with all topics, a codec, and short ways to say what happened. */
export async function createWorld(options: { id?: string; partitions?: number; now?: () => number } = {}): Promise<World> {
  const log = createMemoryLog({
    now: options.now ?? (() => NOON),
    clock: hurriedClock(),
    ...(options.id ? { id: options.id } : {}),
  })
  await log.createTopics(
    catalogue.map((topic) => ({ topic, partitions: topic.side === 'telemetry' ? (options.partitions ?? 1) : 1 })),
  )
  const codec = await createCodec({ registry: await embeddedRegistry({ load: async () => [], save: async () => {} }) })

  const world: World = {
    log,
    codec,
    async append(topic, type, values, { tenant = 'default', partition } = {}) {
      const records = values.map((value) => ({
        topic: topic.name,
        ...(partition === undefined ? {} : { partition }),
        key: Buffer.from(`${tenant}/${'source' in value ? value.source : 'none'}`),
        value: Buffer.from(codec.encode(type, value)),
      }))
      await log.append(records)
    },
    async appendRaw(topic, key, value) {
      await log.append([{ topic: topic.name, key: Buffer.from(key), value }])
    },
    signals: (values, given) => world.append(InsightSignals, 'Signal', values.map(aSignal), given),
    frames: (values, given) => world.append(SystemTelemetryRaw, 'Frame', values.map(aFrame), given),
    bars: (values, given) => world.append(TelemetryBars, 'Bar', values.map(aBar), given),
  }
  return world
}

export function aSignal(given: Partial<RecordMap['Signal']> = {}): RecordMap['Signal'] {
  return {
    id: '00000000-0000-5000-8000-000000000001',
    source: 'web-1',
    metric: 'cpu_percent',
    at: NOON,
    phase: 'raised',
    method: 'ewma',
    severity: 'warning',
    score: 0.9,
    value: 97.5,
    expected: 20,
    low: 10,
    high: 30,
    from: NOON - 10_000,
    rule: null,
    hint: 'CPU is higher than usual.',
    held: null,
    ...given,
  }
}

function aFrame(given: Partial<RecordMap['Frame']> = {}): RecordMap['Frame'] {
  return { source: 'web-1', at: NOON, metrics: { cpu_percent: 12.5, load_1m: 0.5 }, labels: {}, ...given }
}

/** The quarter of an hour from noon, of two metrics. */
function aBar(given: Partial<RecordMap['Bar']> = {}): RecordMap['Bar'] {
  return {
    source: 'web-1',
    start: NOON,
    widthMs: barWidths.quarterMs,
    metrics: ['cpu_percent', 'load_1m'],
    count: [90, 90],
    min: [10, 0.25],
    max: [15, 0.75],
    mean: [12.5, 0.5],
    last: [11, 0.5],
    ...given,
  }
}
