import type { Codec } from '../../../schemas/codec/codec.ts'
import type { DropLetter, ReplayLetter } from '../../../schemas/generated/records.ts'
import { DeadLetters } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import { asLetter, type NumberedLetter } from '../../api/letter.ts'
import { stages } from '../../app/stages.ts'

export interface ListedLetter extends NumberedLetter {
  /** What was last asked for; undefined when nobody has asked yet. */
  readonly asked: 'replay' | 'drop' | undefined
}

/** Every dead letter that the log still has, oldest first. */
export async function listLetters(log: Log, codec: Codec): Promise<ListedLetter[]> {
  const asked = await readRequests(log, codec)
  const letters: ListedLetter[] = []
  const { start } = await log.bounds(DeadLetters.name, 0)
  for await (const record of readAll(log, DeadLetters.name, 0, start)) {
    const letter = asLetter(record, codec)
    if (letter) letters.push({ ...letter, asked: asked.get(nameOf(letter.letter)) })
  }
  return letters
}

/** The last request by the letter that it speaks of. */
async function readRequests(log: Log, codec: Codec): Promise<Map<string, 'replay' | 'drop'>> {
  const asked = new Map<string, 'replay' | 'drop'>()
  const topics = new Set(stages.flatMap(({ requests }) => (requests ? [requests.name] : [])))
  for (const { topic, partition, start } of await log.partitions()) {
    if (!topics.has(topic)) continue
    for await (const { value } of readAll(log, topic, partition, start)) {
      const decoded = value === null ? undefined : codec.decode(value)
      if (decoded?.type === 'ReplayLetter') asked.set(nameOf(decoded.value), 'replay')
      if (decoded?.type === 'DropLetter') asked.set(nameOf(decoded.value), 'drop')
    }
  }
  return asked
}

type Named = Pick<ReplayLetter | DropLetter, 'stage' | 'topic' | 'partition' | 'offset' | 'processor'>

function nameOf({ stage, topic, partition, offset, processor }: Named): string {
  return [stage, topic, partition, offset, processor].join('\n')
}
