import { type Brokers, NOBODY } from './brokers.ts'
import type { Place } from './place.ts'
import { protocolError } from './protocol-error.ts'

/** The broker that leads a partition. @throws HS_KAFKA_TIMEOUT while nobody does, HS_TOPIC_UNKNOWN */
export function leaderOf(brokers: Brokers, place: Place): number {
  const leader = brokers.leaderOf(place)
  if (leader === NOBODY)
    throw protocolError(LEADER_NOT_AVAILABLE, `asking about ${place.topic}, partition ${place.partition}`, [place.topic])
  return leader
}

/** True when it is known who leads. */
export function isLed(brokers: Brokers, place: Place): boolean {
  try {
    return brokers.leaderOf(place) !== NOBODY
  } catch {
    return false
  }
}

/** The partitions that each broker leads. @throws as `leaderOf` */
export function groupByLeader(brokers: Brokers, places: readonly Place[]): Map<number, Place[]> {
  const groups = new Map<number, Place[]>()
  for (const place of places) {
    const leader = leaderOf(brokers, place)
    const group = groups.get(leader)
    if (group === undefined) groups.set(leader, [place])
    else group.push(place)
  }
  return groups
}

const LEADER_NOT_AVAILABLE = 5
