import type { GroupListener } from '../../log.ts'
import type { GroupTiming } from './timing.ts'

/** Which tasks this process has, and whether it may still believe so. */
export interface Holding {
  /** A new consumer takes over; what older ones still say is not heard any more. */
  begin(): number
  current(): number
  /** The broker has answered a heartbeat. */
  beat(generation: number): void
  /** The group has begun to change: there is no heartbeat until all have joined again. */
  rebalancing(generation: number): void
  /** False when an older consumer says it. */
  assign(generation: number, tasks: readonly number[]): boolean
  crash(generation: number): void
  /** Gives everything up when the broker was silent for too long. */
  look(): void
  mustRestart(): boolean
  /** What may be claimed when joining again. */
  claims(): readonly number[]
  revokeAll(): void
}

export function createHolding(listener: GroupListener, timing: GroupTiming, now: () => number): Holding {
  let held: readonly number[] = []
  let generation = 0
  let heardAt = now()
  let silenceMs = timing.rebalanceMs
  let crashed = false
  /** Tasks were given up because the broker was silent, and the group has not given out its tasks since. */
  let lapsed = false
  /** The broker has answered a heartbeat since: to the group nothing has happened, and it will not give the tasks out again by itself. */
  let mustRejoin = false
  let over = false

  function change(next: readonly number[]) {
    const lost = held.filter((task) => !next.includes(task))
    const gained = next.filter((task) => !held.includes(task))
    held = next
    if (lost.length > 0) listener.revoked(lost)
    if (gained.length > 0) listener.assigned(gained)
  }

  function hear(from: number, until: number) {
    if (from !== generation) return
    heardAt = now()
    silenceMs = until
  }

  function look() {
    if (now() - heardAt <= silenceMs) return
    lapsed ||= held.length > 0
    change([])
  }

  function renew() {
    crashed = false
    lapsed = false
    mustRejoin = false
  }

  return {
    begin() {
      renew()
      generation++
      hear(generation, timing.rebalanceMs)
      return generation
    },
    current: () => generation,
    beat(from) {
      hear(from, timing.sessionMs)
      if (from === generation) mustRejoin ||= lapsed
    },
    rebalancing: (from) => hear(from, timing.rebalanceMs),
    assign(from, tasks) {
      if (from !== generation || over) return false
      look()
      hear(from, timing.sessionMs)
      renew()
      change(tasks)
      return true
    },
    crash(from) {
      if (from !== generation) return
      crashed = true
      change([])
    },
    look,
    mustRestart: () => crashed || mustRejoin || now() - heardAt > 2 * timing.rebalanceMs,
    claims() {
      look()
      return held
    },
    revokeAll() {
      over = true
      change([])
    },
  }
}
