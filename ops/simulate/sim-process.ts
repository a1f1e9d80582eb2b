import type { ErrorCode } from '../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../streams/runtime/ports/clock.ts'
import type { Failpoint } from '../../streams/runtime/ports/failpoint.ts'
import type { Faults } from './faults.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

/** What the processes of a simulation share. */
export interface Surroundings {
  readonly scheduler: Scheduler
  readonly trace: Trace
  /** What goes wrong at present. */
  faults: Faults
}

/**
 * A process of a simulation. All that it does in the world goes through `call`, where it may be late, refused, done without being told
 * so, or be its last. What is dead never goes on: its calls are never answered.
 */
export class SimProcess {
  private dead = false

  constructor(
    readonly name: string,
    readonly around: Surroundings,
    /** Told once, when it is dead. */
    private readonly onDeath: () => void,
    /** Its clock runs so far ahead of the log's. */
    private readonly skewMs = 0,
  ) {}

  get alive(): boolean {
    return !this.dead
  }

  /**
   * Asks something of the world: the request takes time, what it does happens at one moment, the answer takes time.
   * @param failure  code of the error with which the world refuses; undefined when it cannot
   */
  call<T>(what: string, effect: () => Promise<T>, failure?: ErrorCode): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.dead) return
      const { scheduler, faults } = this.around
      const { random } = scheduler
      if (random.chance(faults.crash)) scheduler.after(random.between(0, 20), () => this.end(`crash near ${what}`))
      scheduler.after(this.travelTime(), () => {
        if (this.dead && random.chance(0.5)) return this.note(`${what} is lost with its process`)
        const refused = failure !== undefined && random.chance(this.around.faults.refuse)
        const unknown = failure !== undefined && random.chance(this.around.faults.unknown)
        const answer = (outcome: string, give: () => void) => {
          scheduler.after(this.travelTime(), () => {
            this.note(`${what}: ${this.dead ? 'nobody hears' : outcome}`)
            if (!this.dead) give()
          })
        }
        const error = () => new HomeostatError(failure ?? 'HS_INTERNAL', { message: `simulated: ${what}` })
        if (refused) return answer('refused', () => reject(error()))
        effect().then(
          (value) => (unknown ? answer('done but unknown', () => reject(error())) : answer('done', () => resolve(value))),
          (cause: unknown) =>
            answer(`failed, ${cause instanceof HomeostatError ? cause.code : String(cause)}`, () => reject(cause)),
        )
      })
    })
  }

  readonly clock: Clock = {
    now: () => this.around.scheduler.now + this.skewMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          cancel()
          signal?.removeEventListener('abort', wake)
          if (!this.dead) resolve()
        }
        const cancel = this.around.scheduler.after(ms, wake)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    pause: () => new Promise((resolve) => void this.around.scheduler.after(0, () => !this.dead && resolve())),
  }

  readonly failpoint: Failpoint = (name) => {
    if (this.dead || !this.around.scheduler.random.chance(this.around.faults.failpoint)) return
    this.end(`ends at ${name}`)
    throw new Error(`simulated end at ${name}`)
  }

  /** The process is no more. */
  end(why: string): void {
    if (this.dead) return
    this.dead = true
    this.note(why)
    this.onDeath()
  }

  note(what: string): void {
    this.around.trace.add(`${this.around.scheduler.now} ${this.name} ${what}`)
  }

  private travelTime(): number {
    const { random } = this.around.scheduler
    const { slow, stall } = this.around.faults
    if (random.chance(stall)) return random.between(1_000, 10_000)
    return random.chance(slow) ? random.between(10, 500) : random.between(0, 2)
  }
}
