import { statfs } from 'node:fs/promises'
import { Gauge } from 'prom-client'
import type { FrameSink } from '../../../connectors/sources/source.ts'
import { type DiskMarks, type DiskStatus, judgeDisk } from '../judge-disk.ts'
import type { Base } from './base.ts'

export interface DiskPlan extends DiskMarks {
  /** Data folder. */
  readonly data: string
  /** Time between two looks, milliseconds. */
  readonly everyMs?: number
}

export interface DiskPart {
  status(): DiskStatus
  /** A sink that refuses while there is too little space. */
  guard(sink: FrameSink): FrameSink
}

/**
 * Looks every few seconds how much space the disk of the data folder has left. Telemetry is what makes the folder grow: it is refused
 * while the tasks, the database and the retention still have room to end their work, and taken again by itself.
 */
export async function startDisk(base: Base, { data, lowBytes, refuseBytes, everyMs = 5_000 }: DiskPlan): Promise<DiskPart> {
  const { ports, metrics, logger, undo, warn } = base
  const abort = new AbortController()
  let free: number | undefined
  let status: DiskStatus = { state: 'roomy' }

  async function look(): Promise<void> {
    const { bavail, bsize, blocks } = await statfs(data)
    if (blocks === 0) return // some file systems do not say how large they are
    free = bavail * bsize
    const before = status.state
    status = judgeDisk(data, free, { lowBytes, refuseBytes }, before)
    if (status.state === before) return
    if (status.error)
      logger.warn({ code: status.error.code, freeBytes: free, refuses: status.state === 'refusing' }, status.error.message)
    else logger.info({ freeBytes: free }, 'the disk of the data folder has space again')
  }

  async function watch(): Promise<void> {
    while (!abort.signal.aborted) {
      await ports.clock.sleep(everyMs, abort.signal)
      if (!abort.signal.aborted) await look().catch(warn)
    }
  }

  await look()
  diskGauges(metrics, () => free, lowBytes)
  const done = watch()
  undo.add(async () => {
    abort.abort()
    await done
  })
  return {
    status: () => status,
    guard: (sink) => ({
      async publish(frames) {
        if (status.state === 'refusing') throw status.error
        return sink.publish(frames)
      },
    }),
  }
}

function diskGauges(metrics: Base['metrics'], free: () => number | undefined, lowBytes: number): void {
  const registers = [metrics]
  new Gauge({
    name: 'homeostat_disk_free_bytes',
    help: 'Free space on the disk of the data folder.',
    registers,
    collect() {
      const bytes = free()
      if (bytes !== undefined) this.set(bytes)
    },
  })
  new Gauge({
    name: 'homeostat_disk_low_bytes',
    help: 'Free space below which the disk counts as nearly full.',
    registers,
  }).set(lowBytes)
}
