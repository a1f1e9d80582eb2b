import type { FrameView } from '../../schemas/codec/codec.ts'
import { configure } from '../../schemas/core/config.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import type { Context, Processor } from '../../streams/runtime/api/processor.ts'

/**
 * The detectors of a stage over the frames of one source, in their order, without a log: for a given series instead of a running one.
 * Timers never come due.
 *
 * @returns  a function that takes the next frame and gives what was found in it
 */
export function detectorRig(processors: readonly Processor[]): (frame: FrameView) => readonly Finding[] {
  let found: Finding[] = []
  const contexts = processors.map((processor) => contextOf(processor, (finding) => found.push(finding)))
  return (frame) => {
    found = []
    processors.forEach((processor, index) => void processor.on.Frame?.(frame, contexts[index]))
    return found
  }
}

function contextOf(processor: Processor, found: (finding: Finding) => void): Context<unknown, unknown> {
  return {
    config: configure(processor.name, processor.config),
    key: 'default/series',
    state: processor.state.empty(),
    at: 0,
    now: 0,
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
