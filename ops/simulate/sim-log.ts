import type { Consumer, Input, Log, Writer } from '../../streams/runtime/log/log.ts'
import { noFaults } from './faults.ts'
import type { SimGroups } from './sim-groups.ts'
import type { SimProcess } from './sim-process.ts'

/** The log as one process of a simulation reaches it. */
export function simLog(process: SimProcess, log: Log, groups: SimGroups): Log {
  const ask = <T>(what: string, effect: () => Promise<T>) => process.call(what, effect, 'HS_DISK_FULL')
  return {
    id: log.id,
    formerIds: log.formerIds,
    createTopics: (specs) => ask('create topics', () => log.createTopics(specs)),
    partitions: () => ask('partitions', () => log.partitions()),
    bounds: (topic, partition) => ask(`bounds ${topic}`, () => log.bounds(topic, partition)),
    settled: (topic, partition) => ask(`settled ${topic}`, () => log.settled(topic, partition)),
    append: (records) => ask(`append ${records.length} to ${records[0]?.topic}`, () => log.append(records)),
    read: (topic, partition, from, options) => ask(`read ${topic} ${from}`, () => log.read(topic, partition, from, options)),
    consumer: (inputs) => simConsumer(process, log, inputs),
    writer: (id) => ask(`open ${id}`, async () => simWriter(process, id, await log.writer(id))),
    join: async (group, listener) => groups.join(process, group, listener),
    protect(owner, positions) {
      if (process.alive) log.protect(owner, positions)
    },
    maintain: (now, retention) => ask('maintain', () => log.maintain(now, retention)),
    close: async () => {},
  }
}

function simWriter(process: SimProcess, id: string, writer: Writer): Writer {
  return {
    commit: (records) => process.call(`commit ${records.length} by ${id}`, () => writer.commit(records), 'HS_DISK_FULL'),
    close: () => process.call(`close ${id}`, () => writer.close()),
  }
}

/** Polls bring as much or as little as the lot decides. */
function simConsumer(process: SimProcess, log: Log, inputs: readonly Input[]): Consumer {
  const consumer = log.consumer(inputs)
  const { random } = process.around.scheduler
  const topic = inputs[0]?.topic
  let closing = false
  let underWay = 0
  let close = () => {}
  return {
    async poll({ maxBytes, timeoutMs }) {
      underWay++
      let begun = false
      const begin = () => {
        if (begun) return
        begun = true
        underWay--
        if (closing && underWay === 0) close()
      }
      const bytes = process.around.faults === noFaults ? maxBytes : random.pick([1, 1, 1, 300, 300, 1_000, maxBytes])
      const effect = () => {
        const answer = consumer.poll({ maxBytes: bytes, timeoutMs: closing ? 0 : timeoutMs })
        begin()
        return answer
      }
      try {
        return await process.call(`poll ${topic}`, effect, 'HS_DISK_FULL')
      } finally {
        begin()
      }
    },
    close() {
      closing = true
      return new Promise((resolve) => {
        close = () => void process.call(`close ${topic}`, () => consumer.close()).then(resolve)
        if (underWay === 0) close()
      })
    },
  }
}
