import { hostname } from 'node:os'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import { clockKeeper } from '../../../streams/runtime/clock/keeper.ts'
import { startTickClock, type TickClock } from '../../../streams/runtime/clock/tick-clock.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'

export interface ClockPlan {
  readonly ports: Ports
  readonly partitions: number
  /** Time between two ticks, milliseconds. */
  readonly everyMs: number
  /** Names this process to the others; default: machine and process. */
  readonly keeper?: string
  readonly logger: { info(fields: object, message: string): void }
  warn(error: unknown): void
}

export interface ClockStatus {
  /** `standby`: another process has the clock, and this one waits for it to stop. */
  readonly state: 'ticking' | 'standby' | 'waiting'
  /** When this process has last written a tick, milliseconds since 1970. */
  readonly tickedAt?: number
  /** Why it waits. */
  readonly code?: string
  readonly message?: string
}

export interface ClockPart {
  status(): ClockStatus
  stop(): Promise<void>
}

/** Whoever lost the clock to another process takes it back after so long without a tick. */
const SILENCE_MS = 10_000
/** Whoever held the clock when a tick could not be written tries again after so many ticks that nobody else has written. */
const MISSED_TICKS = 3
const LOOK_MS = 1_000

/**
 * The clock of an installation, kept by the newest of all processes that run stages: it fences the one before. That one stands by, and
 * takes over when no tick was seen for 10 s; so two processes never take the clock from each other in turn. Resolves when this process
 * has written a tick, or another one was quicker.
 *
 * @throws what keeps the first tick from being written
 */
export async function startClockPart(plan: ClockPlan): Promise<ClockPart> {
  const { ports, partitions, everyMs, keeper = `${hostname()}/${process.pid}`, logger, warn } = plan
  const abort = new AbortController()
  const stopped = new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()))
  let status: ClockStatus = { state: 'standby' }
  let silenceMs = SILENCE_MS
  /** Another process has taken the clock, and it was not yet said which. */
  let isHandedOver = false

  function note(error: unknown): void {
    const code = codeOf(error)
    const isFenced = code === 'HS_LOG_FENCED'
    if (isFenced) isHandedOver = true
    else warn(error)
    silenceMs = isFenced ? SILENCE_MS : Math.max(MISSED_TICKS * everyMs, LOOK_MS)
    const message = error instanceof Error ? error.message : String(error)
    status = isFenced ? { state: 'standby' } : { state: 'waiting', code, message }
  }

  async function take(): Promise<Held> {
    let lose = () => {}
    const lost = new Promise<void>((resolve) => {
      lose = resolve
    })
    const clock = await startTickClock(ports, {
      partitions,
      everyMs,
      keeper,
      onTick: () => {
        status = { state: 'ticking', tickedAt: ports.clock.now() }
      },
      onTrouble(error) {
        note(error)
        if (codeOf(error) !== 'HS_CLOCK_SKEW') lose() // a writer that has failed once is of no more use on every log
      },
    })
    status = { state: 'ticking' }
    isHandedOver = false
    return { clock, lost }
  }

  async function tellKeeper(): Promise<void> {
    if (!isHandedOver) return
    const other = await clockKeeper(ports.log)
    if (other === undefined || other === keeper) return
    isHandedOver = false
    logger.info({ keeper: other }, 'another process keeps the clock now; this one stands by')
  }

  async function keep(first: Held | undefined): Promise<void> {
    let held = first
    while (!abort.signal.aborted) {
      if (held) {
        await Promise.race([held.lost, stopped])
        await held.clock.stop().catch(warn)
        held = undefined
      } else if (await untilSilent(ports, silenceMs, abort.signal, tellKeeper, warn)) {
        const wasStandby = status.state === 'standby'
        held = await take().catch((error: unknown) => void note(error))
        if (held && wasStandby) logger.info({ silenceMs }, 'nobody kept the clock any more; this process does now')
      }
    }
    await held?.clock.stop().catch(warn)
  }

  const first = await take().catch((error: unknown) => {
    if (codeOf(error) !== 'HS_LOG_FENCED') throw error
    note(error)
    return undefined
  })
  const done = keep(first)
  return {
    status: () => status,
    async stop() {
      abort.abort()
      await done
    },
  }
}

interface Held {
  readonly clock: TickClock
  /** Settles when the clock cannot go on. */
  readonly lost: Promise<void>
}

/**
 * Whether `schedule.ticks` has not grown for so long; false when told to stop before.
 *
 * @param ticked told when it has grown
 */
async function untilSilent(
  { log, clock }: Ports,
  silenceMs: number,
  signal: AbortSignal,
  ticked: () => Promise<void>,
  warn: (error: unknown) => void,
): Promise<boolean> {
  let seen = -1
  let since = clock.now()
  while (!signal.aborted && clock.now() - since < silenceMs) {
    await clock.sleep(LOOK_MS, signal)
    const { end } = await log.bounds(ScheduleTicks.name, 0).catch((error: unknown) => {
      warn(error)
      return { end: -1 } // the log is away: nobody can be seen to tick, and it would take no tick of ours
    })
    if (end === seen && end !== -1) continue
    seen = end
    since = clock.now()
    if (end !== -1) await ticked().catch(warn)
  }
  return !signal.aborted
}
