import type { Bounds, Consumer, Input, Log, ReadResult } from '../../streams/runtime/log/log.ts'

/**
 * A log as it is now: what is appended later is not seen. Retention may still remove the head. Beside a process that goes on writing to a
 * log of many brokers, epochs and outputs that were committed together may end apart: `endsAtOneMoment` looks at the log itself.
 */
export async function frozenLog(log: Log): Promise<Log> {
  const ends = new Map((await log.partitions()).map(({ topic, partition, end }) => [`${topic}/${partition}`, end]))
  const endOf = (topic: string, partition: number) => ends.get(`${topic}/${partition}`) ?? 0
  const frozen: Log = {
    ...log,
    consumer: (inputs) => consumerOf(frozen, inputs),
    async partitions() {
      const infos = await log.partitions()
      return infos.map((info) => ({ ...info, end: endOf(info.topic, info.partition) }))
    },
    async bounds(topic, partition): Promise<Bounds> {
      const { start } = await log.bounds(topic, partition)
      return { start, end: Math.max(start, endOf(topic, partition)) }
    },
    settled: (topic, partition) => frozen.bounds(topic, partition),
    async read(topic, partition, from, options = {}) {
      const to = Math.min(options.to ?? Number.POSITIVE_INFINITY, endOf(topic, partition))
      return log.read(topic, partition, from, { ...options, to })
    },
  }
  return frozen
}

/** Nothing new can come, so a poll never waits. */
function consumerOf(log: Log, inputs: readonly Input[]): Consumer {
  const next = inputs.map(({ from }) => from)
  return {
    async poll({ maxBytes }) {
      const results: ReadResult[] = []
      for (const [index, { topic, partition }] of inputs.entries()) {
        const result = await log.read(topic, partition, next[index], { maxBytes: Math.ceil(maxBytes / inputs.length) })
        next[index] = result.next
        results.push(result)
      }
      return results
    },
    async close() {},
  }
}
