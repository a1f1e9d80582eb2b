import type { Codec } from '../../../schemas/codec/codec.ts'
import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { DeadLetter, LetterRef } from '../../../schemas/generated/records.ts'
import type { StoredRecord } from '../log/log.ts'
import type { Origin } from './origin.ts'

/** What a task could not fold: gathered for its next commit, and obeyed in the same order when history is folded again. */
export class Letters {
  refs: LetterRef[] = []
  letters: DeadLetter[] = []
  /** How often each call failed in the epoch that is folded again. */
  private obeyed = new Map<string, number>()

  constructor(
    private readonly codec: Codec,
    private readonly stage: string,
  ) {}

  add(origin: Origin, record: StoredRecord, key: string, processor: string, at: number, error: unknown, timer = ''): void {
    const whole = record.value === null || record.value.length <= LARGEST_COPY_BYTES
    this.refs.push({ input: origin.input, offset: record.offset, key, processor, timer })
    this.letters.push({
      stage: this.stage,
      task: origin.partition,
      processor,
      topic: origin.topic,
      partition: origin.partition,
      offset: record.offset,
      at,
      code: processor === '' || isOurs(error) ? codeOf(error) : 'HS_PROCESSOR_FAILED',
      reason: `${reasonOf(error)}${whole ? '' : ' (too large to be copied here; it stands at its position)'}`,
      fingerprint: record.value === null || record.unreadable ? '' : this.codec.fingerprint(record.value),
      key: record.key,
      value: whole ? record.value : null,
      headers: record.headers,
    })
  }

  /** The letters of an epoch that is about to be folded again. */
  obey(refs: readonly LetterRef[]): void {
    this.obeyed = new Map()
    for (const { input, offset, key, processor, timer } of refs) {
      const call = nameOf(input, offset, key, processor, timer)
      this.obeyed.set(call, (this.obeyed.get(call) ?? 0) + 1)
    }
  }

  /** True when history says that this call failed; it must not be made again. Answers once for each time that it failed. */
  failed(input: number, offset: number, key: string, processor: string, timer = ''): boolean {
    if (this.obeyed.size === 0) return false
    const call = nameOf(input, offset, key, processor, timer)
    const times = this.obeyed.get(call) ?? 0
    if (times > 0) this.obeyed.set(call, times - 1)
    return times > 0
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

function nameOf(input: number, offset: number, key: string, processor: string, timer: string): string {
  return [input, offset, processor, timer, key].join('\n')
}

/** Anything else that a processor throws is a defect of the processor. */
function isOurs(error: unknown): boolean {
  return error instanceof HomeostatError
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
