/**
 * How a topic with `cleanup: 'compact'` is compacted, alike on the memory and the embedded log:
 *
 * - the newest record of each key stays, with its offset; older ones of the key go, and reads pass over the holes;
 * - a tombstone that is the newest of its key stays for a day after its arrival, so that readers that lag less than that see it,
 *   then it goes too (Kafka's `delete.retention.ms`, same default);
 * - a pass is made when at least half as many records have come as the last pass left, so that the cost of passes stays in
 *   proportion to what is written (Kafka's `min.cleanable.dirty.ratio` works alike).
 */
export const compaction = {
  tombstoneMs: 24 * 60 * 60 * 1000,
  isDue: (cameSince: number, leftByLast: number) => cameSince > 0 && cameSince * 2 >= leftByLast,
} as const
