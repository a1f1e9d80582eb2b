import type { Codec, Decoded } from '../../../../schemas/codec/codec.ts'
import { createCodec } from '../../../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../../../schemas/registry/embedded-registry.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import type { Log, StoredRecord } from '../../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../../streams/runtime/log/memory/memory-log.ts'

export interface ReadBack {
  readonly record: StoredRecord
  readonly decoded: Decoded
}

/** The real log and codec that every edge writes into, with what is needed to look at the outcome. */
export interface MemoryEdge {
  readonly log: Log
  readonly codec: Codec
  /** Every partition of a topic, one after the other. */
  all(topic: string): Promise<ReadBack[]>
  frames(): Promise<SeenFrame[]>
  /** Of one partition. */
  ticks(partition?: number): Promise<number[]>
}

export interface SeenFrame {
  readonly key: string
  readonly source: string
  readonly at: number
  readonly metrics: Record<string, number>
}

export async function memoryEdge(partitions = 1): Promise<MemoryEdge> {
  const log = createMemoryLog()
  await log.createTopics([SystemTelemetryRaw, ScheduleTicks].map((topic) => ({ topic, partitions })))
  const codec = await createCodec({ registry: await embeddedRegistry({ load: async () => [], save: async () => {} }) })

  async function read(topic: string, partition: number): Promise<ReadBack[]> {
    const found: ReadBack[] = []
    for (let from = 0; ; ) {
      const { records, next, atEnd } = await log.read(topic, partition, from)
      for (const record of records) if (record.value) found.push({ record, decoded: copied(codec.decode(record.value)) })
      if (atEnd) return found
      from = next
    }
  }

  async function all(topic: string): Promise<ReadBack[]> {
    const found = await Promise.all(Array.from({ length: partitions }, (_, partition) => read(topic, partition)))
    return found.flat()
  }

  return {
    log,
    codec,
    all,
    async frames() {
      return (await all(SystemTelemetryRaw.name)).flatMap(({ record, decoded }) => {
        if (decoded.type !== 'Frame') return []
        const { source, at, names, values } = decoded.value
        const metrics = Object.fromEntries(names.map((name, i) => [name, values[i]]))
        return [{ key: String(record.key), source, at, metrics }]
      })
    },
    async ticks(partition = 0) {
      return (await read(ScheduleTicks.name, partition)).flatMap(({ decoded }) =>
        decoded.type === 'Tick' ? [decoded.value.at] : [],
      )
    },
  }
}

/** A decoded frame is valid until the next is decoded. */
function copied(decoded: Decoded): Decoded {
  if (decoded.type !== 'Frame') return decoded
  return { type: 'Frame', value: { ...decoded.value, values: decoded.value.values.slice() } }
}
