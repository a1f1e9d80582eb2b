import type { StateCodec } from '../runtime/api/processor.ts'

/** How a source is heard. Times are those of ticks but for `lastAt`; 0 where there is none. */
export interface Rhythm {
  source: string
  frames: number
  /** Event time of the newest frame. */
  lastAt: number
  /** Median time between frames, in event time. */
  intervalMs: number
  firstHeard: number
  lastHeard: number
  /** The longest pause of late. */
  longestMs: number
  /** Begin of the silence that was told. */
  silentSince: number
  /** Whether a timer is set. */
  waits: boolean
}

/** JSON. */
export const rhythmState: StateCodec<Rhythm> = {
  version: 1,
  empty: emptyRhythm,
  encode: (rhythm) => Buffer.from(JSON.stringify(rhythm)),
  decode: (bytes) => JSON.parse(bytes.toString()), // our own bytes
}

function emptyRhythm(): Rhythm {
  return {
    source: '',
    frames: 0,
    lastAt: 0,
    intervalMs: 0,
    firstHeard: 0,
    lastHeard: 0,
    longestMs: 0,
    silentSince: 0,
    waits: false,
  }
}
