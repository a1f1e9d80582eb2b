import type { FileSystemUse, HostFiles } from './host-files.ts'

export type { FileSystemUse, HostFiles }

/** Takes what one reader measured. The name may carry labels: `name{k="v"}`. */
export type Report = (metric: string, value: number) => void

/**
 * Measures one thing. What is a counter is reported as a rate over the measured time since the last call, so the first call reports
 * gauges alone.
 *
 * @param report    takes the measurements
 * @param elapsedMs since the last call by a clock that never steps; 0 in the first
 */
export type Reader = (report: Report, elapsedMs: number) => void | Promise<void>

/** Makes the reader of one machine. */
export type ReaderOf = (files: HostFiles) => Reader
