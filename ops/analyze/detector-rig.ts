import type { FrameView } from '../../schemas/codec/codec.ts'
import type { Finding } from '../../schemas/generated/records.ts'
import type { Processor } from '../../streams/runtime/api/processor.ts'
import { standaloneContext } from './standalone-context.ts'

/**
 * The detectors of a stage over the frames of one source, in their order, without a log: for a given series instead of a running one.
 * Timers never come due.
 *
 * @returns  a function that takes the next frame and gives what was found in it
 */
export function detectorRig(processors: readonly Processor[]): (frame: FrameView) => readonly Finding[] {
  let found: Finding[] = []
  const contexts = processors.map((processor) => standaloneContext(processor, 'default/series', (finding) => found.push(finding)))
  return (frame) => {
    found = []
    processors.forEach((processor, index) => void processor.on.Frame?.(frame, contexts[index]))
    return found
  }
}
