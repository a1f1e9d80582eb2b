import { configure } from '../../schemas/core/config.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import type { Context, Processor } from '../../streams/runtime/api/processor.ts'

/** What a detector is given where no task runs it: the state of one key, and nothing else of a log. Timers never come due. */
export function standaloneContext(
  processor: Processor,
  key: string,
  found: (finding: Finding) => void,
): Context<unknown, unknown> {
  return {
    config: configure(processor.name, processor.config),
    key,
    state: processor.state.empty(),
    stateOf: () => undefined,
    at: 0,
    now: 0,
    place: { id: '', topic: '', partition: 0, offset: 0 },
    nextId: () => '',
    emit: (_, type, value) => {
      if (type === 'Finding') found(value as unknown as Finding) // the type was compared
    },
    wakeAt: () => {},
    cancel: () => {},
    forget: () => {},
    window: () => [],
  }
}
