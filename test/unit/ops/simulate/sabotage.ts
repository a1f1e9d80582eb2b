import type { Sabotage } from '../../../../ops/simulate/universe.ts'
import { nextOf } from '../../../../projections/runner/next-of.ts'
import type { Store } from '../../../../projections/store/store.ts'
import { rowBatch } from '../../../../projections/table/row-batch.ts'
import { auditChain } from '../../../../streams/audit/audit-chain.ts'
import type { Context, Processor } from '../../../../streams/runtime/api/processor.ts'
import type { Log, Writer } from '../../../../streams/runtime/log/log.ts'
import { alarmBudget } from '../../../../streams/sense/alarm-budget.ts'
import { rules } from '../../../../streams/sense/rules/rules.ts'
import type { RulesState } from '../../../../streams/sense/rules/rules-state.ts'

/** What breaks one promise each; a simulation that does not notice is worth nothing. */
const logs = {
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

const stores = {
  /** What is built beside the rows is said to be where they are before it was folded, and takes their place at once. */
  earlySwitch: (store: Store): Store => ({
    ...store,
    async begin(model, logId, inputs, version) {
      const begun = await store.begin(model, logId, inputs, version)
      const { serving, next } = await store.standing(model)
      const moves = (serving?.checkpoints ?? []).map(({ topic, partition, next: to }) => {
        const from = next?.checkpoints.find((one) => one.topic === topic && one.partition === partition)?.next ?? 0
        return { topic, partition, from, to }
      })
      await store.commit(nextOf(model), logId, moves, rowBatch())
      return begun
    },
  }),
  /** Now and then rows are written and their checkpoint is not. */
  rowsWithoutCheckpoint: (store: Store): Store => {
    let commits = 0
    return {
      ...store,
      commit: (model, logId, moves, rows) => store.commit(model, logId, ++commits % 9 === 0 ? [] : moves, rows),
    }
  },
} satisfies Record<string, (store: Store) => Store>

const stages = {
  /** The audit trail forgets an entry now and then, so that the next one is chained to the one before it. */
  skippedLink: inStage(auditChain, (call, value, ctx) => {
    const before = ctx.state
    call(value, ctx)
    const { n } = ctx.state as { n: number }
    if (n % 3 === 0) ctx.state = before
  }),
  /** The audit trail counts in the process what belongs into the state. */
  hiddenMemory: inStage(
    auditChain,
    (() => {
      let calls = 0
      return (call: Call, value: never, ctx: Context<unknown, unknown>) => (++calls % 5 === 0 ? undefined : call(value, ctx))
    })(),
  ),
  /** What was asked is answered anew when it is asked again. */
  forgottenAnswers: inStage(alarmBudget, (call, value, ctx) => {
    ;(ctx.state as { answers: Map<string, unknown> }).answers.clear()
    call(value, ctx)
  }),
  /** A change of the rules holds at once wherever it was read, also for what is folded again of the time before it. */
  rulesAtOnce: inStage(
    rules,
    (() => {
      let book: RulesState['book']
      return (call: Call, value: never, ctx: Context<unknown, unknown>) => {
        const newest = book && { editions: book.editions.slice(-1).map((edition) => ({ ...edition, since: -1 })) }
        call(value, Object.create(ctx, { stateOf: { value: () => ({ book: newest }) } }))
        book = (ctx.state as RulesState).book ?? book
      }
    })(),
  ),
  /** What the rules have told is not known any more after a restart. */
  lostRules: withProcessor(rules, { ...rules, state: { ...rules.state, decode: () => rules.state.empty() } }),
} satisfies Record<string, Sabotage['stage']>

export const sabotage: Readonly<Record<string, Sabotage>> = {
  ...mapped(logs, (log) => ({ log })),
  ...mapped(stores, (store) => ({ store })),
  ...mapped(stages, (stage) => ({ stage })),
}

function mapped<T>(broken: Readonly<Record<string, T>>, as: (one: T) => Sabotage): Record<string, Sabotage> {
  return Object.fromEntries(Object.entries(broken).map(([name, one]) => [name, as(one)]))
}

type Call = (value: never, ctx: Context<unknown, unknown>) => void

/** The stage with a processor that does something else where it is called. */
function inStage(
  processor: Processor,
  instead: (call: Call, value: never, ctx: Context<unknown, unknown>) => void,
): NonNullable<Sabotage['stage']> {
  const on = Object.fromEntries(
    Object.entries(processor.on).map(([type, call]) => [
      type,
      (value: never, ctx: Context<unknown, unknown>) => instead(call as Call, value, ctx), // a handler of this type
    ]),
  )
  return withProcessor(processor, { ...processor, on })
}

/** The stage with another processor in the place of one. */
function withProcessor(processor: Processor, broken: Processor): NonNullable<Sabotage['stage']> {
  return (stage) => {
    if (!stage.processors.includes(processor)) return stage
    return { ...stage, processors: stage.processors.map((one) => (one === processor ? broken : one)) }
  }
}

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
