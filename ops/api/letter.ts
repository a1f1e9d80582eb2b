import type { Codec } from '../../schemas/codec/codec.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { DeadLetter } from '../../schemas/generated/records.ts'
import { DeadLetters } from '../../schemas/topics.ts'
import type { Log, StoredRecord } from '../../streams/runtime/log/log.ts'

/** A dead letter with its number: its offset in `dead.letters`. */
export interface NumberedLetter {
  readonly number: number
  readonly arrival: number
  readonly letter: DeadLetter
}

/**
 * One letter.
 * @throws HS_LETTER_UNKNOWN
 */
export async function readLetter(log: Log, codec: Codec, number: number): Promise<NumberedLetter> {
  const { records } = await log.read(DeadLetters.name, 0, number, { to: number + 1 })
  const found = records.map((record) => asLetter(record, codec)).find((letter) => letter?.number === number)
  if (found) return found
  throw new HomeostatError('HS_LETTER_UNKNOWN', { value: number, message: `There is no dead letter ${number}.` })
}

export function asLetter({ offset, arrival, value }: StoredRecord, codec: Codec): NumberedLetter | undefined {
  const decoded = value === null ? undefined : codec.decode(value)
  return decoded?.type === 'DeadLetter' ? { number: offset, arrival, letter: decoded.value } : undefined
}
