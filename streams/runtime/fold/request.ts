import type { Decoded } from '../../../schemas/codec/codec.ts'
import type { StoredRecord } from '../log/log.ts'
import type { InputOffset, KeyEntry } from './key-entry.ts'

/** A person's word on a dead letter of this task. */
export interface LetterRequest {
  readonly kind: 'replay' | 'drop'
  readonly topic: string
  readonly offset: number
  readonly processor: string
}

/** The request that a record holds, when it is one and speaks to this task. */
export function asRequest(decoded: Decoded, stage: string, partition: number): LetterRequest | undefined {
  if (decoded.type !== 'ReplayLetter' && decoded.type !== 'DropLetter') return undefined
  const { stage: wanted, topic, partition: where, offset, processor } = decoded.value
  if (wanted !== stage || where !== partition) return undefined
  return { kind: decoded.type === 'ReplayLetter' ? 'replay' : 'drop', topic, offset, processor }
}

/**
 * The places that the request sets free: the letter and, when its key is blocked by it, all that waits behind it. Nothing when the key
 * is blocked by another letter, or when a letter of a life cycle no longer blocks its key: then it was replayed or dropped before.
 */
export function waitingBehind(
  request: LetterRequest,
  input: number,
  entry: KeyEntry,
  isLifeCycle: boolean,
): readonly InputOffset[] {
  const { offset } = request
  if (entry.waiting.length === 0) return isLifeCycle ? [] : [{ input, offset }]
  const [letter] = entry.waiting
  return letter.input === input && letter.offset === offset ? entry.waiting : []
}

/** A request whose records must be read from the log before folding goes on. */
export interface PendingRequest {
  readonly request: LetterRequest
  readonly entry: KeyEntry
  /** Which input the letter stands in. */
  readonly input: number
  /** Where the records stand, in order, the letter first. */
  readonly places: readonly InputOffset[]
}

/** A record that a request sets free, with the input that it stands in. */
export interface Original {
  readonly input: number
  readonly record: StoredRecord
}
