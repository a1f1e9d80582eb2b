import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { Writer } from '../log/log.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ports } from '../ports/ports.ts'
import { KEEPER_PREFIX } from './keeper.ts'
import { lastTick } from './last-tick.ts'

export const CLOCK_WRITER = 'clock'

export interface TickClockOptions {
  readonly partitions: number
  /** Time between two ticks. */
  readonly everyMs: number
  /** Who keeps the clock, for people; it stands in the headers of the ticks. */
  readonly keeper?: string
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
 * disagree it moves no time and says so (HS_CLOCK_SKEW).
 */
export async function startTickClock(ports: Ports, options: TickClockOptions): Promise<TickClock> {
  const hand = new Hand(ports, await ports.log.writer(CLOCK_WRITER), options, await lastTick(ports.log, ports.codec))
  await hand.move()
  const abort = new AbortController()
  const done = keepTicking(ports.clock, hand, options, abort.signal)
  return {
    async stop() {
      abort.abort()
      await done
      await hand.close()
    },
  }
}

async function keepTicking(clock: Clock, hand: Hand, options: TickClockOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = clock.now()
    const next = (Math.floor(now / options.everyMs) + 1) * options.everyMs
    await clock.sleep(next - now, signal)
    if (signal.aborted) return
    try {
      await hand.move()
    } catch (error) {
      options.onTrouble?.(error)
      if (codeOf(error) === 'HS_LOG_FENCED') return
      await clock.sleep(RETRY_MS, signal)
    }
  }
}

class Hand {
  /** The clocks have agreed when they were last compared. */
  private agreed = false

  constructor(
    private readonly ports: Ports,
    private readonly writer: Writer,
    private readonly options: TickClockOptions,
    private last: number,
  ) {}

  /** Writes the present as a tick, unless it is not later than the last one. */
  async move(): Promise<void> {
    const at = this.ports.clock.now()
    if (at <= this.last) {
      if (this.last - at > MOST_SKEW_MS) throw new HomeostatError('HS_CLOCK_SKEW', { value: at - this.last, limit: MOST_SKEW_MS })
      return
    }
    if (!this.agreed) await this.write(this.last) // the last tick once more moves nothing, but shows the time of the log
    await this.write(at)
    this.options.onTick?.(at)
  }

  close(): Promise<void> {
    return this.writer.close()
  }

  private async write(at: number): Promise<void> {
    const { clock, codec, log } = this.ports
    const { keeper } = this.options
    const value = codec.encode('Tick', { at })
    const records = Array.from({ length: this.options.partitions }, (_, partition) => ({
      topic: ScheduleTicks.name,
      partition,
      key: null,
      value,
      ...(keeper !== undefined && { headers: { ce_source: `${KEEPER_PREFIX}${keeper}` } }),
    }))
    this.agreed = false
    const askedAt = clock.now()
    const [{ offset }] = await this.writer.commit(records)
    this.last = at
    const { records: written } = await log.read(ScheduleTicks.name, 0, offset, { to: offset + 1 })
    const arrival = written[0]?.arrival ?? askedAt
    const skewMs = arrival < askedAt ? arrival - askedAt : Math.max(0, arrival - clock.now())
    if (Math.abs(skewMs) > MOST_SKEW_MS) throw new HomeostatError('HS_CLOCK_SKEW', { value: skewMs, limit: MOST_SKEW_MS })
    this.agreed = true
  }
}
