import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import type { StoredRecord } from '../../log.ts'
import type { Brokers } from './brokers.ts'
import { decodeFetchResponse, type FetchResponse, type PartitionResponse } from './fetch-response.ts'
import { requests } from './kafkajs-internals.ts'
import { listOffsets } from './list-offsets.ts'
import { type Place, placeKey } from './place.ts'
import { protocolError } from './protocol-error.ts'
import { readBatches } from './read-batches.ts'

export interface Wanted extends Place {
  readonly from: number
  readonly maxBytes: number
}

export interface Looked {
  readonly records: readonly StoredRecord[]
  /** Where to go on. */
  readonly next: number
  /** The first offset that is kept. */
  readonly start: number
  /** Nothing that may be read stands at or behind it. */
  readonly lastStable: number
}

export interface LookOptions {
  /** The broker waits so long when it has nothing, in milliseconds. */
  readonly maxWaitMs: number
  /** True for who asks once, anywhere; false for who has read up to `from` and therefore cannot be behind the end. */
  readonly mayBeBehindEnd: boolean
}

/**
 * One Fetch to the broker that leads all of `wanted`: committed records alone. The first partition with records gets at least one
 * batch, however large.
 *
 * @returns for each of `wanted` in order what was found, or why not
 * @throws what the connection throws
 */
export async function look(
  brokers: Brokers,
  broker: number,
  wanted: readonly Wanted[],
  options: LookOptions,
): Promise<(Looked | Error)[]> {
  const response = await brokers.send(broker, {
    request: requests.fetch(fetchOptions(wanted, options)),
    response: { decode: async (payload) => decodeFetchResponse(payload), parse: async (data) => data },
  })
  if (response.errorCode !== 0) throw protocolError(response.errorCode, 'fetching', [])
  const found = byPlace(response)
  return Promise.all(wanted.map((one) => looked(brokers, broker, one, found.get(placeKey(one)), options)))
}

async function looked(
  brokers: Brokers,
  broker: number,
  wanted: Wanted,
  found: PartitionResponse | undefined,
  options: LookOptions,
): Promise<Looked | Error> {
  const doing = `reading ${wanted.topic}, partition ${wanted.partition}, from offset ${wanted.from}`
  if (found === undefined) return protocolError(NOT_LEADER, doing, [wanted.topic])
  if (found.errorCode === OFFSET_OUT_OF_RANGE) return outOfRange(brokers, broker, wanted, options)
  if (found.errorCode === UNKNOWN_TOPIC_OR_PARTITION) return protocolError(NOT_LEADER, doing, [wanted.topic])
  if (found.errorCode !== 0) return protocolError(found.errorCode, doing, [wanted.topic])
  return { ...readBatches(found, wanted.from), start: found.logStart, lastStable: found.lastStable }
}

/**
 * Below the start retention has removed what was asked for: reading goes on at the start. Who follows a partition and is behind its end
 * has read up to there, so the end was once further: to wait for it would leave out what is written meanwhile.
 */
async function outOfRange(
  brokers: Brokers,
  broker: number,
  wanted: Wanted,
  { mayBeBehindEnd }: LookOptions,
): Promise<Looked | Error> {
  const [bounds] = await listOffsets(brokers, broker, [wanted])
  if (bounds instanceof Error) return bounds
  if (wanted.from >= bounds.start) {
    if (!mayBeBehindEnd) return shortened(wanted, bounds.end)
    return { records: [], next: wanted.from, start: bounds.start, lastStable: bounds.end }
  }
  return { records: [], next: bounds.start, start: bounds.start, lastStable: bounds.end }
}

function shortened({ topic, partition, from }: Wanted, end: number): HomeostatError {
  return new HomeostatError('HS_TOPIC_SHORTENED', {
    value: end,
    limit: from,
    message:
      `The topic ${topic} was read up to offset ${from} of partition ${partition}, and now ends at ${end}: it was deleted and made again, ` +
      'or a broker has lost its end.',
  })
}

function fetchOptions(wanted: readonly Wanted[], { maxWaitMs }: LookOptions): Parameters<typeof requests.fetch>[0] {
  return {
    replicaId: -1,
    maxWaitTime: maxWaitMs,
    minBytes: 1,
    maxBytes: wanted.reduce((sum, one) => sum + one.maxBytes, 0),
    isolationLevel: READ_COMMITTED,
    topics: wanted.map(({ topic, partition, from, maxBytes }) => ({
      topic,
      partitions: [{ partition, fetchOffset: from, maxBytes }],
    })),
  }
}

function byPlace({ partitions }: FetchResponse): Map<string, PartitionResponse> {
  return new Map(partitions.map((one) => [placeKey(one), one]))
}

const READ_COMMITTED = 1
const OFFSET_OUT_OF_RANGE = 1
/** May also be the word of a broker that has just lost the partition; a fresh look at the topics tells. */
const UNKNOWN_TOPIC_OR_PARTITION = 3
const NOT_LEADER = 6
