/**
 * MurmurHash2, 32 bits, as Kafka's default partitioner computes it (org.apache.kafka.common.utils.Utils.murmur2): the same key
 * goes to the same partition whether a Java client, kafkajs or an embedded log places it.
 *
 * @returns a signed 32-bit integer
 */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length
  let hash = SEED ^ length
  const whole = length & ~3
  for (let at = 0; at < whole; at += 4) {
    let word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    word = Math.imul(word, MULTIPLIER)
    word ^= word >>> 24
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER)
  }
  const rest = length - whole
  if (rest > 2) hash ^= bytes[whole + 2] << 16
  if (rest > 1) hash ^= bytes[whole + 1] << 8
  if (rest > 0) hash = Math.imul(hash ^ bytes[whole], MULTIPLIER)
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER)
  return hash ^ (hash >>> 15)
}

const SEED = 0x9747b28c
const MULTIPLIER = 0x5bd1e995
