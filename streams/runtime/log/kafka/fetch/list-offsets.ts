import type { Bounds } from '../../log.ts'
import type { Brokers } from './brokers.ts'
import { requests, responses } from './kafkajs-internals.ts'
import { type Place, placeKey } from './place.ts'
import { protocolError } from './protocol-error.ts'

/**
 * The bounds of partitions that one broker leads; the end is the last stable offset: what readers of committed records can reach.
 *
 * @returns for each of `places` in order its bounds, or why not
 * @throws what the connection throws
 */
export async function listOffsets(brokers: Brokers, broker: number, places: readonly Place[]): Promise<(Bounds | Error)[]> {
  const [starts, ends] = await Promise.all([
    offsetsAt(brokers, broker, places, EARLIEST),
    offsetsAt(brokers, broker, places, LATEST),
  ])
  return places.map((_, at) => {
    const start = starts[at]
    const end = ends[at]
    if (start instanceof Error) return start
    return end instanceof Error ? end : { start, end }
  })
}

/**
 * Where the next record will be written: behind what is not yet decided, too.
 *
 * @throws HS_KAFKA_*, HS_TOPIC_UNKNOWN, what the connection throws
 */
export async function writtenEnd(brokers: Brokers, broker: number, place: Place): Promise<number> {
  const [end] = await offsetsAt(brokers, broker, [place], LATEST, READ_UNCOMMITTED)
  if (end instanceof Error) throw end
  return end
}

async function offsetsAt(
  brokers: Brokers,
  broker: number,
  places: readonly Place[],
  timestamp: number,
  isolationLevel = READ_COMMITTED,
): Promise<(number | Error)[]> {
  const topics = places.map(({ topic, partition }) => ({ topic, partitions: [{ partition, timestamp }] }))
  const answer = await brokers.send(broker, {
    request: requests.listOffsets({ replicaId: -1, isolationLevel, topics }),
    response: { decode: responses.listOffsets, parse: async (data) => data },
  })
  const found = new Map(
    answer.responses.flatMap(({ topic, partitions }) => partitions.map((one) => [placeKey({ ...one, topic }), one])),
  )
  return places.map((place) => {
    const one = found.get(placeKey(place))
    const doing = `looking up the bounds of ${place.topic}, partition ${place.partition}`
    if (one === undefined || one.errorCode === UNKNOWN_TOPIC_OR_PARTITION) return protocolError(NOT_LEADER, doing, [place.topic])
    return one.errorCode === 0 ? Number(one.offset) : protocolError(one.errorCode, doing, [place.topic])
  })
}

const READ_UNCOMMITTED = 0
const READ_COMMITTED = 1
const EARLIEST = -2
const LATEST = -1
const UNKNOWN_TOPIC_OR_PARTITION = 3
const NOT_LEADER = 6
