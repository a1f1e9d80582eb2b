import type { FrameView } from '../../../schemas/codec/codec.ts'
import type { Processor } from '../../../streams/runtime/api/processor.ts'
import type { SeriesTable } from '../../../streams/sense/series-table.ts'
import { standaloneContext } from '../../analyze/standalone-context.ts'

/** A detector with the state of every source, as a task holds it, without the task. */
export interface ProcessorRig {
  fold(source: number, frame: FrameView): void
  readonly findings: number
  /** Of the first source, whose warm-up must be over. */
  bytesPerSeries(): number
}

export function processorRig(processor: Processor, sources: number): ProcessorRig {
  let findings = 0
  const found = () => {
    findings += 1
  }
  const contexts = Array.from({ length: sources }, (_, source) => standaloneContext(processor, `default/host-${source}`, found))
  return {
    fold: (source, frame) => processor.on.Frame?.(frame, contexts[source]),
    get findings() {
      return findings
    },
    bytesPerSeries() {
      const { cells, names, learned } = contexts[0].state as SeriesTable // every detector keeps one
      if (learned < names.length || names.length === 0) throw new Error('the warm-up is not over')
      return cells.buffer.byteLength / names.length
    },
  }
}
