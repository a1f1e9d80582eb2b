import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { NewRecord, Position } from '../log.ts'
import { admit } from '../shared/admit.ts'
import { createEdgeProducer, type EdgeProducer } from './edge-producer.ts'
import type { WritingParts } from './kafka-writer.ts'
import { type Outgoing, wireBytes } from './pieces.ts'

export interface Edge {
  append(records: readonly NewRecord[]): Promise<readonly Position[]>
  /** Mends in the background what an earlier process with this id has left behind. */
  lookBack(): void
  close(): Promise<void>
}

interface Call {
  readonly records: readonly NewRecord[]
  done(positions: readonly Position[]): void
  fail(error: unknown): void
}

/** So much goes into one commit at most, in bytes; what waits longer goes into the next. */
const GROUP_BYTES = 4_000_000

/** Appends of the edges: all calls that wait while one commit is under way share the next. A refused record refuses its own call alone. */
export function createEdge(parts: WritingParts, instance: string): Edge {
  const waiting: Call[] = []
  const id = `${parts.prefix}edge.${instance}`
  const producer: EdgeProducer = createEdgeProducer(parts, id)
  let running: Promise<void> | undefined
  let closed = false

  async function run() {
    await Promise.resolve() // calls of the same moment share a commit
    while (waiting.length > 0) {
      const calls = waiting.splice(0)
      let admitted: Admission[] = []
      try {
        admitted = await admitCalls(calls, parts)
      } catch (error) {
        for (const call of calls) call.fail(error)
      }
      for (const group of groupsOf(admitted)) await write(group)
    }
    running = undefined // in the same step as the last look at what waits
  }

  async function write(group: readonly Admission[]) {
    try {
      const positions = await producer.write(group.map(({ outgoing }) => outgoing))
      parts.wrote(positions, id)
      let at = 0
      for (const { call } of group) {
        call.done(positions.slice(at, at + call.records.length))
        at += call.records.length
      }
    } catch (error) {
      for (const { call } of group) call.fail(error)
    }
  }

  return {
    append(records) {
      if (closed) return Promise.reject(new HomeostatError('HS_LOG_CLOSED'))
      if (records.length === 0) return Promise.resolve([])
      return new Promise((done, fail) => {
        waiting.push({ records, done, fail })
        running ??= run()
      })
    },
    lookBack: () => parts.transactors.mendSoon(id),
    async close() {
      closed = true
      await running
      producer.close()
    },
  }
}

interface Admission {
  readonly call: Call
  readonly outgoing: readonly Outgoing[]
}

async function admitCalls(calls: readonly Call[], { directory }: WritingParts): Promise<Admission[]> {
  const topics = await directory.topics(calls.flatMap(({ records }) => records.map((record) => record.topic)))
  return calls.flatMap((call) => {
    try {
      return [{ call, outgoing: admit(call.records, topics) }]
    } catch (error) {
      call.fail(error)
      return []
    }
  })
}

function groupsOf(admitted: readonly Admission[]): Admission[][] {
  const groups: Admission[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const one of admitted) {
    const size = one.outgoing.reduce((sum, record) => sum + wireBytes(record), 0)
    if (bytes + size > GROUP_BYTES) {
      groups.push([])
      bytes = 0
    }
    groups[groups.length - 1].push(one)
    bytes += size
  }
  return groups
}
