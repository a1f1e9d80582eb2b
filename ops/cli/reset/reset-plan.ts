import { DeadLetters, stageTopics, TelemetryLate, TelemetrySources, type Topic } from '../../../schemas/topics.ts'
import { inputsOf, type Stage } from '../../../streams/runtime/api/stage.ts'
import type { PartitionInfo } from '../../../streams/runtime/log/log.ts'

/** What a reset empties. */
export interface ResetPlan {
  /** Names of the stages that begin anew. */
  readonly stages: readonly string[]
  /** Positions, snapshots and bases, and what the stages have put out; `bytes` is undefined where the log does not tell. */
  readonly topics: readonly { readonly topic: string; readonly records: number; readonly bytes: number | undefined }[]
}

/**
 * A stage begins anew together with all that read what it puts out: otherwise they would be told everything twice. Their outputs go too,
 * because they are derived again. What is kept for ever is passed over.
 *
 * @param chosen      the stages to reset
 * @param every       every stage
 * @param partitions  what the log has
 */
export function resetPlan(chosen: readonly Stage[], every: readonly Stage[], partitions: readonly PartitionInfo[]): ResetPlan {
  const all = every.filter(({ permanent }) => permanent !== true)
  const stages = withReaders(chosen, all)
  const derived = stages.flatMap((stage) => [...ownTopics(stage), ...outputsOf(stage)])
  const letters = stages.length === all.length ? [DeadLetters] : [] // of single stages they cannot be told apart by topic
  const names = new Set([...derived, ...letters].map(({ name }) => name))
  const topics = [...names].map((topic) => {
    const mine = partitions.filter((info) => info.topic === topic)
    const records = mine.reduce((sum, { start, end }) => sum + end - start, 0)
    return { topic, records, bytes: sumOf(mine.map(({ bytes }) => bytes)) }
  })
  return { stages: stages.map(({ name }) => name), topics: topics.filter(({ records }) => records > 0) }
}

/** Undefined as soon as one is not known: a sum of the others would look like the whole. */
function sumOf(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce<number | undefined>((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0)
}

function withReaders(chosen: readonly Stage[], all: readonly Stage[]): readonly Stage[] {
  const outputs = new Set(chosen.flatMap(outputsOf))
  const more = all.filter((stage) => !chosen.includes(stage) && inputsOf(stage).some((topic) => outputs.has(topic)))
  return more.length === 0 ? all.filter((stage) => chosen.includes(stage)) : withReaders([...chosen, ...more], all)
}

function ownTopics({ name, side }: Stage): readonly Topic[] {
  return Object.values(stageTopics(name, side))
}

function outputsOf({ processors, intake }: Stage): readonly Topic[] {
  return [...processors.flatMap(({ writes }) => writes), ...(intake ? [TelemetryLate, TelemetrySources] : [])]
}
