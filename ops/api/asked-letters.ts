import type { Codec } from '../../schemas/codec/codec.ts'
import type { DropLetter, ReplayLetter } from '../../schemas/generated/records.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import type { NumberedLetter } from './letter.ts'
import type { LetterAction } from './request-letter.ts'

/** What has been asked for, by letter. */
export interface AskedLetters {
  /** What was asked for after this letter was written; a letter that came back is another letter. */
  of(letter: NumberedLetter): LetterAction | undefined
}

/** Reads every request that the log still has. */
export async function readAskedLetters(log: Log, codec: Codec, stages: readonly Stage[]): Promise<AskedLetters> {
  const asked = new Map<string, { readonly action: LetterAction; readonly arrival: number }>()
  const topics = new Set(stages.flatMap(({ requests }) => (requests ? [requests.name] : [])))
  for (const { topic, partition, start } of await log.partitions()) {
    if (!topics.has(topic)) continue
    for await (const { value, arrival } of readAll(log, topic, partition, start)) {
      const decoded = value === null ? undefined : codec.decode(value)
      if (decoded?.type === 'ReplayLetter') asked.set(nameOf(decoded.value), { action: 'replay', arrival })
      if (decoded?.type === 'DropLetter') asked.set(nameOf(decoded.value), { action: 'drop', arrival })
    }
  }
  return {
    of({ letter, arrival }) {
      const last = asked.get(nameOf(letter))
      return last && last.arrival >= arrival ? last.action : undefined
    },
  }
}

type Named = Pick<ReplayLetter | DropLetter, 'stage' | 'topic' | 'partition' | 'offset' | 'processor'>

function nameOf({ stage, topic, partition, offset, processor }: Named): string {
  return [stage, topic, partition, offset, processor].join('\n')
}
