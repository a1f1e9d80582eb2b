import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { Writer } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import { lastTick } from './last-tick.ts'

export const CLOCK_WRITER = 'clock'

export interface TickClockOptions {
  readonly partitions: number
  /** Time between two ticks. */
  readonly everyMs: number
  /** Told when a tick was written, or why none is. */
  onTick?(at: number): void
  onTrouble?(error: unknown): void
}

export interface TickClock {
  stop(): Promise<void>
}

/** The log's clock and this process's may differ by this much. */
const MOST_SKEW_MS = 5_000
const RETRY_MS = 1_000

/**
 * The one clock of a log: writes the time to every partition of `schedule.ticks`. It resolves when the first tick is written, so that
 * sources can be opened after it. It goes on from its last tick and never steps back; while its own time and the log's arrival time
 * disagree it writes nothing and says so (HS_CLOCK_SKEW).
 */
export async function startTickClock(ports: Ports, options: TickClockOptions): Promise<TickClock> {
  const writer = await ports.log.writer(CLOCK_WRITER)
  let last = await lastTick(ports.log, ports.codec)
  last = await writeTick(ports, writer, options, last)
  const abort = new AbortController()
  const done = keepTicking(ports, writer, options, last, abort.signal)
  return {
    async stop() {
      abort.abort()
      await done
      await writer.close()
    },
  }
}

async function keepTicking(
  ports: Ports,
  writer: Writer,
  options: TickClockOptions,
  first: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = ports
  for (let last = first; !signal.aborted; ) {
    const now = clock.now()
    const next = (Math.floor(now / options.everyMs) + 1) * options.everyMs
    await clock.sleep(next - now, signal)
    if (signal.aborted) return
    try {
      last = await writeTick(ports, writer, options, last)
    } catch (error) {
      options.onTrouble?.(error)
      if (error instanceof HomeostatError && error.code === 'HS_LOG_FENCED') return
      await clock.sleep(RETRY_MS, signal)
    }
  }
}

/** Writes the present as a tick, unless it is not later than the last one; returns the last tick. */
async function writeTick(ports: Ports, writer: Writer, options: TickClockOptions, last: number): Promise<number> {
  const at = ports.clock.now()
  if (at <= last) {
    if (last - at > MOST_SKEW_MS) throw new HomeostatError('HS_CLOCK_SKEW', { value: at - last, limit: MOST_SKEW_MS })
    return last
  }
  const value = ports.codec.encode('Tick', { at })
  const records = Array.from({ length: options.partitions }, (_, partition) => ({
    topic: ScheduleTicks.name,
    partition,
    key: null,
    value,
  }))
  const [{ offset }] = await writer.commit(records)
  options.onTick?.(at)
  await checkSkew(ports, offset, at)
  return at
}

async function checkSkew(ports: Ports, offset: number, at: number): Promise<void> {
  const { records } = await ports.log.read(ScheduleTicks.name, 0, offset, { to: offset + 1 })
  const skewMs = records.length === 0 ? 0 : records[0].arrival - at
  if (Math.abs(skewMs) > MOST_SKEW_MS) throw new HomeostatError('HS_CLOCK_SKEW', { value: skewMs, limit: MOST_SKEW_MS })
}
