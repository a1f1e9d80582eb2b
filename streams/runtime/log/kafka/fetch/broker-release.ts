import { byteReader } from './byte-reader.ts'
import { flexibleWriter, readArray, readString, readTags, skipTags } from './flexible.ts'
import { type Exchange, rawRequest } from './kafkajs-internals.ts'

/**
 * ApiVersions of version 3 (KIP-511, KIP-584; Kafka 2.7 and later), for the release of the broker that is asked: it says it nowhere, but
 * it says up to which level it knows the metadata of a cluster, and every release since 3.3 has levels of its own.
 *
 * @returns such as `4.3`; undefined for what tells no level
 */
export function brokerRelease(): Exchange<string | undefined> {
  const bytes = flexibleWriter()
    .noTags() // of the header
    .string('homeostat')
    .string('1')
    .noTags()
    .bytes()
  return {
    request: rawRequest(18, 3, 'ApiVersions', bytes),
    response: { decode: async (payload) => decodeRelease(payload), parse: async (release) => release },
  }
}

/** @throws HS_BATCH_CORRUPT when the payload ends too soon */
export function decodeRelease(payload: Buffer): string | undefined {
  const reader = byteReader(payload)
  reader.skip(2) // error code: what is not known then has no features either
  readArray(reader, () => {
    reader.skip(6) // a request with its versions
    skipTags(reader)
  })
  reader.skip(4) // throttle time: none is asked for here
  const supported = readTags(reader).get(SUPPORTED_FEATURES)
  if (supported === undefined) return undefined
  const features = byteReader(supported)
  const levels = readArray(features, () => {
    const feature = { name: readString(features), least: features.int16(), most: features.int16() }
    skipTags(features)
    return feature
  })
  const level = levels.find(({ name }) => name === 'metadata.version')?.most ?? 0
  return level > NEWEST_LEVEL ? `later than ${NEWEST_RELEASE}` : releases.findLast(([first]) => level >= first)?.[1]
}

const SUPPORTED_FEATURES = 0

/** The first level of each release (org.apache.kafka.server.common.MetadataVersion). */
const releases: readonly (readonly [number, string])[] = [
  [7, '3.3'],
  [8, '3.4'],
  [9, '3.5'],
  [12, '3.6'],
  [15, '3.7'],
  [20, '3.8'],
  [21, '3.9'],
  [22, '4.0'],
  [26, '4.1'],
  [28, '4.2'],
  [30, '4.3'],
]
const NEWEST_RELEASE = '4.3'
const NEWEST_LEVEL = 30
