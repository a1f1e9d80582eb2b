/** The times of a group, in milliseconds. */
export interface GroupTiming {
  /** A member that is silent for this long is out. */
  readonly sessionMs: number
  readonly heartbeatMs: number
  /** Members have this long to join again when the group changes. */
  readonly rebalanceMs: number
  /** How often the consumer looks whether a heartbeat is due. */
  readonly lookMs: number
  /** The longest that joining may take. */
  readonly joinMs: number
  /** See Membership.settleMs. */
  readonly settleMs: number
}

/** A tenth of the session between heartbeats: a move of tasks waits for each member's next one, and they cost a request each. */
export function groupTiming(sessionMs: number): GroupTiming {
  const heartbeatMs = Math.max(200, Math.min(3_000, Math.floor(sessionMs / 10)))
  const lookMs = Math.min(250, heartbeatMs)
  const rebalanceMs = sessionMs + 5_000
  return { sessionMs, heartbeatMs, rebalanceMs, lookMs, joinMs: rebalanceMs + 10_000, settleMs: 2 * (heartbeatMs + lookMs) + 500 }
}
