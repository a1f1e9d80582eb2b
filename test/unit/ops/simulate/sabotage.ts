import type { Log, Writer } from '../../../../streams/runtime/log/log.ts'

/** Logs that break one promise each; a simulation that does not notice is worth nothing. */
export const sabotage = {
  /** An older writer is not fenced by a newer one. */
  noFence: (log: Log): Log => ({
    ...log,
    writer: async () => ({ commit: (records) => log.append(records), close: async () => {} }),
  }),
  /** Now and then only the first half of a commit is written. */
  halfCommit: (log: Log): Log =>
    withCommits(log, (commit) => {
      let commits = 0
      return (records) => (++commits % 9 === 0 ? commit(records.slice(0, Math.ceil(records.length / 2))) : commit(records))
    }),
  /** Now and then a commit is confirmed and not written. */
  lostCommit: (log: Log): Log =>
    withCommits(log, (commit) => {
      let commits = 0
      return async (records) => {
        if (++commits % 9 !== 0) return commit(records)
        return records.map(({ topic }) => ({ topic, partition: 0, offset: 0 }))
      }
    }),
  /** Now and then a commit is written twice. */
  doubledCommit: (log: Log): Log =>
    withCommits(log, (commit) => {
      let commits = 0
      return async (records) => {
        if (++commits % 9 === 0) await commit(records)
        return commit(records)
      }
    }),
  /** Reading goes on at the end when something is still there. */
  falseEnd: (log: Log): Log => ({
    ...log,
    consumer(inputs) {
      const consumer = log.consumer(inputs)
      return {
        ...consumer,
        poll: async (options) => (await consumer.poll(options)).map((result) => ({ ...result, atEnd: true })),
      }
    },
  }),
  /** Retention takes what a task has not read yet. */
  noProtection: (log: Log): Log => ({ ...log, protect() {} }),
} satisfies Record<string, (log: Log) => Log>

type Commit = Writer['commit']

function withCommits(log: Log, wrap: (commit: Commit) => Commit): Log {
  return {
    ...log,
    async writer(id) {
      const writer = await log.writer(id)
      return { commit: wrap((records) => writer.commit(records)), close: () => writer.close() }
    },
  }
}
