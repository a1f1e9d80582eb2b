import { DeadLetters, InsightSignals, SenseFindings, TelemetrySources } from '../../schemas/topics.ts'
import type { Content, Dump } from './dump.ts'

/** How the content of one topic's partition, or of a table, differs from that of the undisturbed run. */
export interface Comparison {
  readonly name: string
  readonly count: number
  readonly hash: string
  /** In the undisturbed run and not here. */
  readonly missing: number
  /** More often here than in the undisturbed run. */
  readonly doubled: number
  /** Under the same id, with another content. */
  readonly different: number
  /** In order and byte for byte; as a set; or not compared, because chance decides in every run. */
  readonly equal: 'bytes' | 'set' | 'no' | 'not compared'
}

/**
 * Compares two runs. With one telemetry partition everything must be equal, byte for byte. With several their tasks write into the one
 * partition of the decision side in an order that is chance: there the records are compared as a set, and what is decided from that
 * order is not.
 */
export function compareDumps(undisturbed: Dump, disturbed: Dump, partitions: number): Comparison[] {
  return Object.entries(undisturbed).map(([name, expected]) => {
    const found = disturbed[name]
    const counts = compareRecords(expected, found)
    const { count, hash } = found
    if (hash === expected.hash) return { name, count, hash, ...counts, equal: 'bytes' }
    if (partitions > 1 && decided.has(name)) return { name, count, hash, ...noCounts, equal: 'not compared' }
    const isSet = partitions > 1 && joined.has(name) && Object.values(counts).every((number) => number === 0)
    return { name, count, hash, ...counts, equal: isSet ? 'set' : 'no' }
  })
}

const joined = new Set([SenseFindings, TelemetrySources, DeadLetters].map(({ name }) => name))
const decided = new Set([InsightSignals.name, 'table signals', 'table budget'])
const noCounts = { missing: 0, doubled: 0, different: 0 }

function compareRecords(expected: Content, found: Content) {
  const before = countById(expected)
  const after = countById(found)
  const hashes = new Map(expected.records)
  let missing = 0
  let doubled = 0
  for (const [id, count] of before) missing += Math.max(0, count - (after.get(id) ?? 0))
  for (const [id, count] of after) doubled += Math.max(0, count - (before.get(id) ?? 0))
  const different = found.records.filter(([id, hash]) => (hashes.get(id) ?? hash) !== hash).length
  return { missing, doubled, different }
}

function countById({ records }: Content): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [id] of records) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
