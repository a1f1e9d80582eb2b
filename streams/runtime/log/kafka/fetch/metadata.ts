import { type ByteReader, byteReader } from './byte-reader.ts'
import { flexibleWriter, readArray, readString, skipTags } from './flexible.ts'
import { type Exchange, type MetadataAnswer, rawRequest, requests, responses } from './kafkajs-internals.ts'

const METADATA = 3

/** Metadata of version 10 (KIP-516, Kafka 2.8 and later): the first that gives the ids of topics. */
export function metadataWithIds(topics: readonly string[]): Exchange<MetadataAnswer> {
  const bytes = flexibleWriter()
    .noTags() // of the header
    .array(topics, (topic, writer) => {
      for (let word = 0; word < 4; word++) writer.int32(0) // its id, which is not known
      writer.string(topic).noTags()
    })
    .int8(0) // makes no topic
    .int8(0) // what we may do in the cluster, and with the topics, is not asked for
    .int8(0)
    .noTags()
    .bytes()
  return {
    request: rawRequest(METADATA, 10, 'Metadata', bytes),
    response: { decode: async (payload) => decodeMetadata(payload), parse: async (answer) => answer },
  }
}

/** Metadata as every broker knows it, without ids. */
export function metadata(topics: readonly string[]): Exchange<MetadataAnswer> {
  const request = requests.metadata({ topics, allowAutoTopicCreation: false })
  return { request, response: { decode: responses.metadata, parse: async (answer) => answer } }
}

/** @throws HS_BATCH_CORRUPT when the payload ends too soon */
export function decodeMetadata(payload: Buffer): MetadataAnswer {
  const reader = byteReader(payload)
  skipTags(reader)
  reader.skip(4) // throttle time: none is asked for here
  const brokers = readArray(reader, readBroker)
  readString(reader) // the id of the cluster
  reader.skip(4) // the controller
  return { brokers, topicMetadata: readArray(reader, readTopic) }
}

function readBroker(reader: ByteReader): MetadataAnswer['brokers'][number] {
  const broker = { nodeId: reader.int32(), host: readString(reader), port: reader.int32() }
  readString(reader) // its rack
  skipTags(reader)
  return broker
}

function readTopic(reader: ByteReader): MetadataAnswer['topicMetadata'][number] {
  const topicErrorCode = reader.int16()
  const topic = readString(reader)
  const topicId = reader.view(16).toString('hex')
  reader.skip(1) // whether it belongs to Kafka itself
  const partitionMetadata = readArray(reader, readPartition)
  reader.skip(4) // what we may do with it
  skipTags(reader)
  return { topic, topicErrorCode, partitionMetadata, ...(topicId !== NO_ID && { topicId }) }
}

/** What stands for a topic that does not exist, or has no id. */
const NO_ID = '0'.repeat(32)

function readPartition(reader: ByteReader): MetadataAnswer['topicMetadata'][number]['partitionMetadata'][number] {
  const partition = { partitionErrorCode: reader.int16(), partitionId: reader.int32(), leader: reader.int32() }
  reader.skip(4) // the epoch of the leader
  for (const _replicas of ['all', 'in sync', 'offline']) readArray(reader, (one) => one.int32())
  skipTags(reader)
  return partition
}
