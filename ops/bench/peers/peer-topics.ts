import type { Topic } from '../../../schemas/topics.ts'

/** The topic that the peers read: frames in plain Avro, without the header of the wire format, and without labels. */
export const PeerFrames: Topic = {
  name: 'telemetry.frames',
  records: ['Frame'],
  side: 'telemetry',
  cleanup: 'delete',
  keptDays: null,
}

/** Partitions that the peers' generator makes. */
export const PEER_PARTITIONS = 2
