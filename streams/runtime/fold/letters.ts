import type { DeadLetter, LetterRef } from '../../../schemas/generated/records.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import type { Codec } from '../../../schemas/codec/codec.ts'
import type { StoredRecord } from '../log/log.ts'
import type { Origin } from './origin.ts'

/** What a task could not fold: gathered for its next commit, and obeyed in the same order when history is folded again. */
export class Letters {
  refs: LetterRef[] = []
  letters: DeadLetter[] = []
  private obeyed: readonly LetterRef[] = []
  private next = 0

  constructor(
    private readonly codec: Codec,
    private readonly stage: string,
  ) {}

  add(origin: Origin, record: StoredRecord, key: string, processor: string, at: number, error: unknown): void {
    const whole = record.value === null || record.value.length <= LARGEST_COPY_BYTES
    this.refs.push({ input: origin.input, offset: record.offset, key, processor })
    this.letters.push({
      stage: this.stage,
      task: origin.partition,
      processor,
      topic: origin.topic,
      partition: origin.partition,
      offset: record.offset,
      at,
      code: codeOf(error),
      reason: `${reasonOf(error)}${whole ? '' : ' (too large to be copied here; it stands at its position)'}`,
      fingerprint: record.value === null ? '' : this.codec.fingerprint(record.value),
      key: record.key,
      value: whole ? record.value : null,
      headers: record.headers,
    })
  }

  /** The letters of an epoch that is about to be folded again. */
  obey(refs: readonly LetterRef[]): void {
    this.obeyed = refs
    this.next = 0
  }

  /** True when history says that this call failed; it must not be made again. */
  isNext(input: number, offset: number, key: string, processor: string): boolean {
    const ref = this.obeyed[this.next]
    if (ref === undefined || ref.offset !== offset || ref.input !== input || ref.processor !== processor || ref.key !== key) return false
    this.next++
    return true
  }

  take(): { refs: LetterRef[]; letters: DeadLetter[] } {
    const { refs, letters } = this
    this.refs = []
    this.letters = []
    return { refs, letters }
  }
}

/** A letter with a larger record would itself be too large for the log. */
const LARGEST_COPY_BYTES = 900_000

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
