import type { Codec } from '../../../schemas/codec/codec.ts'
import { DeadLetters } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import { readAskedLetters } from '../../api/asked-letters.ts'
import { asLetter, type NumberedLetter } from '../../api/letter.ts'
import type { LetterAction } from '../../api/request-letter.ts'
import { stages } from '../../app/stages.ts'

export interface ListedLetter extends NumberedLetter {
  /** What was asked for; undefined when nobody has asked yet. */
  readonly asked: LetterAction | undefined
}

/** Every dead letter that the log still has, oldest first. */
export async function listLetters(log: Log, codec: Codec): Promise<ListedLetter[]> {
  const asked = await readAskedLetters(log, codec, stages)
  const letters: ListedLetter[] = []
  const { start } = await log.bounds(DeadLetters.name, 0)
  for await (const record of readAll(log, DeadLetters.name, 0, start)) {
    const letter = asLetter(record, codec)
    if (letter) letters.push({ ...letter, asked: asked.of(letter) })
  }
  return letters
}
