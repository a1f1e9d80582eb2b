import type { Scene } from './view.ts'

/** How `up` tells what it does: a screen, lines of text, or lines of JSON. */
export interface Reporter {
  /** A step of the start is over. */
  started(step: string, tookMs: number): void
  ready(url: string, tookMs: number): void
  /** A line of the service log. */
  logged(line: string): void
  /** How often `show` is wanted. */
  readonly everyMs: number
  show(scene: Scene): void
  stopping(): void
  stopped(summary: Summary): void
}

/** What an instance did from start to end. */
export interface Summary {
  readonly ranMs: number
  readonly frames: number
  readonly samples: number
  /** CPU time of the process, milliseconds; the embedded PostgreSQL is another process. */
  readonly cpuMs: number
  /** Largest memory of the process, bytes. */
  readonly rssBytes: number
  /** How long stopping took, milliseconds. */
  readonly stopMs: number
}
