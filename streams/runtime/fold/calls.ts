import { configure } from '../../../schemas/core/config.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { RecordName } from '../../../schemas/generated/records.ts'
import type { Stage } from '../api/stage.ts'
import type { StoredRecord } from '../log/log.ts'
import { FoldContext, type FoldShared } from './fold-context.ts'
import { emptyEntry, type KeyEntry } from './key-entry.ts'
import type { Letters } from './letters.ts'
import type { Origin } from './origin.ts'

/** Takes the time of calls, in milliseconds. */
export interface Meter {
  now(): number
  spent(processor: string, started: number): void
}

/** What a processor is called with. */
export interface Call {
  readonly type: RecordName | 'Timer'
  readonly value: unknown
  /** Event time of the record, or time of the tick. */
  readonly at: number
  readonly origin: Origin
  readonly record: StoredRecord
  /** Name of the timer; empty for a record. */
  readonly timer: string
}

/** One call in so many is measured. */
const METERED_EVERY = 128

/**
 * The calls of a stage's processors. A call that throws leaves nothing but a letter: its outputs are dropped, and the state is the one
 * before it (deciders) or begins anew (states that may be half changed).
 */
export class Calls {
  /** Measures from outside: what it says never comes back into the fold. */
  meter: Meter | undefined
  private readonly contexts: readonly FoldContext[]
  private calls = 0

  constructor(
    stage: Stage,
    private readonly shared: FoldShared,
    private readonly letters: Letters,
    private readonly forget: (entry: KeyEntry) => void,
  ) {
    const nowhere = emptyEntry('')
    const nothing: Origin = { input: 0, topic: '', partition: 0, offset: 0, headers: {} }
    this.contexts = stage.processors.map((processor, slot) => {
      const config = configure(processor.name, processor.config, stage.config?.[processor.name])
      return new FoldContext(processor, slot, config, shared, nowhere, nothing)
    })
  }

  /** @returns false when the call has failed and its record has gone to the dead letters */
  make(slot: number, entry: KeyEntry, call: Call): boolean {
    const context = this.contexts[slot]
    const { processor } = context
    const { origin, record, at } = call
    const handler = processor.on[call.type] as ((value: unknown, context: FoldContext) => void) | undefined // routed by type
    if (!handler) return true
    context.point(entry, origin, at)
    const { outbox } = this.shared
    const emitted = outbox.records.length
    const before = processor.onThrow === 'keep' ? { state: entry.states[slot], timers: new Map(entry.timers[slot]) } : undefined
    try {
      if (this.letters.failed(origin.input, record.offset, entry.key, processor.name, call.timer)) {
        throw new HomeostatError('HS_PROCESSOR_FAILED')
      }
      const meter = this.calls++ % METERED_EVERY === 0 ? this.meter : undefined
      const started = meter?.now() ?? 0
      handler(call.value, context)
      meter?.spent(processor.name, started)
      if (context.forgets) this.forget(entry)
      return true
    } catch (error) {
      outbox.records.length = emitted
      entry.states[slot] = before?.state
      entry.timers[slot] = before?.timers
      this.letters.add(origin, record, entry.key, processor.name, at, error, call.timer)
      return false
    }
  }
}
