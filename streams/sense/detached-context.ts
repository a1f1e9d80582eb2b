import type { Finding } from '../../schemas/generated/records.ts'
import type { Context } from '../runtime/api/processor.ts'

/** What a detector is told of the record and of its state. */
type Given = Pick<Context<unknown, unknown>, 'config' | 'key' | 'state' | 'at' | 'now' | 'place'>

/** The context of a detector that no task runs: it knows nothing but what is given, and its findings are heard here first. Timers never come due. */
export function detachedContext(given: Given, found: (finding: Finding) => void): Context<unknown, unknown> {
  return {
    ...given,
    stateOf: () => undefined,
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
