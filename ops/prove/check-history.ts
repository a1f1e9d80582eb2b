import type { RefoldPoint } from '../../schemas/generated/records.ts'
import { stageTopics } from '../../schemas/topics.ts'
import { inputsOf, type Stage } from '../../streams/runtime/api/stage.ts'
import { outputSource } from '../../streams/runtime/fold/outbox.ts'
import { readEpochs } from '../../streams/runtime/state/history.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import { readDecoded } from '../../streams/runtime/state/read-decoded.ts'
import type { Installation } from '../app/installation.ts'

/** What the topics of one task say of themselves. */
export interface HistoryCheck {
  readonly task: string
  readonly epochs: number
  /** Snapshots and points in the state topic and in the bases. */
  readonly states: number
  /** Sentences; none when all of it fits together. */
  readonly complaints: readonly string[]
}

/** Where a task stood after an epoch. */
interface Standing {
  readonly offset: number
  readonly position: readonly number[]
}

/**
 * Holds the epochs of a task, its snapshots and its bases against each other: epochs count without gap and repetition, what they consumed
 * is every record once, the log holds exactly the outputs that they count, and no state or base is of an epoch that was not committed
 * with it. No undisturbed run is needed for it.
 */
export async function checkHistory({ log, codec }: Installation, stage: Stage, partition: number): Promise<HistoryCheck> {
  const topics = stageTopics(stage.name, stage.side)
  const inputs = inputsOf(stage).map(({ name }) => name)
  const complaints: string[] = []
  const standings = new Map<number, Standing>([[0, { offset: -1, position: inputs.map(() => 0) }]])
  const outputs = new Map<string, number>()
  let last = 0

  for await (const { offset, epoch } of readEpochs(log, codec, topics.epochs.name, partition, 0)) {
    if (epoch.n !== last + 1) complaints.push(`epoch ${epoch.n} follows epoch ${last}`)
    const position = [...(standings.get(last)?.position ?? [])]
    for (const { input, from, to } of epoch.cuts.flatMap(({ ranges }) => ranges)) {
      if (from < position[input]) complaints.push(`epoch ${epoch.n} consumed ${inputs[input]} from ${from}, again`)
      else if (await holdsRecords(input, position[input], from))
        complaints.push(`epoch ${epoch.n} left out records of ${inputs[input]} from ${position[input]} to ${from}`)
      position[input] = to
    }
    for (const { topic, count } of epoch.outputs) outputs.set(topic, (outputs.get(topic) ?? 0) + count)
    last = epoch.n
    standings.set(last, { offset, position })
  }

  async function holdsRecords(input: number, from: number, to: number): Promise<boolean> {
    return from < to && (await log.read(inputs[input], partition, from, { to, maxBytes: 1 })).records.length > 0
  }

  async function checkPoint(name: string, point: RefoldPoint): Promise<void> {
    const start = standings.get(point.start)
    if (start === undefined || !standings.has(point.end)) {
      complaints.push(`${name} has a point from ${point.start} to ${point.end}, and one of these epochs is not there`)
      return
    }
    if (point.epochOffset !== start.offset + 1) complaints.push(`${name} looks for epoch ${point.start + 1} at a wrong place`)
    for (const [input, offset] of point.position.entries())
      if (offset < start.position[input] || (await holdsRecords(input, start.position[input], offset)))
        complaints.push(`${name} says that epoch ${point.start} ended at ${offset} of ${inputs[input]}`)
  }

  for (const [topic, count] of outputs) {
    const found = await countOutputs(topic)
    if (found !== count) complaints.push(`the epochs count ${count} outputs to ${topic}, the log holds ${found}`)
  }

  async function countOutputs(topic: string): Promise<number> {
    const prefix = outputSource(stage.name, partition, '')
    const spreads = (await log.partitions()).some((info) => info.topic === topic && info.partition > 0)
    let found = 0
    for await (const { headers } of readAll(log, topic, spreads ? partition : 0))
      if (headers.ce_source?.startsWith(prefix)) found++
    return found
  }

  let states = 0
  for (const { name } of [topics.state, topics.bases]) {
    let before = 0
    const { start } = await log.bounds(name, partition)
    for await (const { decoded } of readDecoded(log, codec, name, partition, start)) {
      if (decoded?.type === 'RefoldPoint') await checkPoint(name, decoded.value)
      if (decoded?.type !== 'Snapshot' && decoded?.type !== 'RefoldPoint') continue
      states++
      const n = decoded.type === 'Snapshot' ? decoded.value.epoch : decoded.value.end
      if (!standings.has(n)) complaints.push(`${name} holds a state of epoch ${n}, which is not there`)
      if (n < before) complaints.push(`${name} holds a state of epoch ${n} behind one of epoch ${before}`)
      before = n
    }
  }
  return { task: `${stage.name}.${partition}`, epochs: last, states, complaints }
}
