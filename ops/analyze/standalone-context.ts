import { configure } from '../../schemas/core/config.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import type { Context, Processor } from '../../streams/runtime/api/processor.ts'
import { detachedContext } from '../../streams/sense/detached-context.ts'

/** What a detector is given where there is no log: its default settings and the state of one key. */
export function standaloneContext(
  processor: Processor,
  key: string,
  found: (finding: Finding) => void,
): Context<unknown, unknown> {
  const config = configure(processor.name, processor.config)
  const place = { id: '', topic: '', partition: 0, offset: 0 }
  return detachedContext({ config, key, state: processor.state.empty(), at: 0, now: 0, place }, found)
}
