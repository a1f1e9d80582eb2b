import type { Codec } from '../../../schemas/codec/codec.ts'
import { SenseRequests } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import type { Arriving } from '../workload.ts'

/**
 * Requests name letters by where their records stand. In another log, where the ends of commits took other offsets, the same record
 * stands elsewhere: it is the one with the same number in its topic.
 */
export async function moveLetters(records: readonly Arriving[], from: Log, to: Log, codec: Codec): Promise<Arriving[]> {
  const moved: Arriving[] = []
  for (const arriving of records) moved.push((await moveLetter(arriving, from, to, codec)) ?? arriving)
  return moved
}

async function moveLetter({ record, arrival }: Arriving, from: Log, to: Log, codec: Codec): Promise<Arriving | undefined> {
  if (record.topic !== SenseRequests.name || !record.value) return undefined
  const { type, value } = codec.decode(record.value)
  if (type !== 'ReplayLetter' && type !== 'DropLetter') return undefined
  const { topic } = value
  if ((await from.bounds(topic, 0)).start > 0) return undefined // retention has been here: what came from outside stands where it stood
  const number = (await offsetsOf(from, topic)).indexOf(value.offset)
  const offset = (await offsetsOf(to, topic))[number]
  return offset === undefined ? undefined : { record: { ...record, value: codec.encode(type, { ...value, offset }) }, arrival }
}

async function offsetsOf(log: Log, topic: string): Promise<number[]> {
  const offsets: number[] = []
  for await (const { offset } of readAll(log, topic, 0)) offsets.push(offset)
  return offsets
}
