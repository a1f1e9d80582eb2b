import { murmur2 } from './murmur2.ts'

/**
 * Where a record without an explicit partition goes: murmur2 of its key, like Kafka's default partitioner. A record without a key
 * goes to partition 0, not to a random one as with Kafka's clients: the same input then stands in the same place in every run.
 */
export function partitionOf(key: Uint8Array | null, partitions: number): number {
  if (key === null || partitions === 1) return 0
  return (murmur2(key) & 0x7fffffff) % partitions
}
