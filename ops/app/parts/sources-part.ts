import { hostSource } from '../../../connectors/sources/host/host-source.ts'
import type { CountingSink } from '../counting-sink.ts'
import { startTape, type Tape } from '../start-tape.ts'
import type { Base } from './base.ts'

export interface SourcesPlan {
  readonly sources: readonly 'host'[]
  /** A recording that owns the time of this log. */
  readonly tape: Tape | undefined
}

/** What measures on its own account; stopped before everything else. */
export async function startSources(base: Base, sink: CountingSink, { sources, tape }: SourcesPlan): Promise<void> {
  const { ports, logger, undo, warn } = base
  if (tape) {
    const playing = startTape(tape, ports, sink.count, logger)
    undo.add(() => playing.stop())
  }
  for (const source of sources.map(() => hostSource({ clock: ports.clock, onTrouble: warn }))) {
    await source.start(sink)
    undo.add(() => source.stop())
  }
}
