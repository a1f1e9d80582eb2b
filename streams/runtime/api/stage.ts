import type { Side, Topic } from '../../../schemas/topics.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { IntakeRules } from '../fold/intake.ts'
import type { Processor } from './processor.ts'

/** Processors that share inputs, decoding and commits: the unit of deployment and of versioning. */
export interface Stage {
  readonly name: string
  /** `import.meta.url` of the file that defines it: the import closure of this file is part of the version. */
  readonly module: string
  readonly side: Side
  readonly processors: readonly Processor[]
  /** Topics in which a failed record blocks its key until it is replayed or dropped. */
  readonly lifeCycle?: readonly Topic[]
  /** Under which state a record is folded, by its key; default: each key has a state of its own. Not where telemetry comes in. */
  readonly stateKey?: (key: string) => string
  /** What it has put out is kept for ever and never derived anew: no reset touches it. */
  readonly permanent?: boolean
  /** Where ReplayLetter and DropLetter for this stage come in. */
  readonly requests?: Topic
  /** Inputs that the stage has got since its first release, in the order in which they came; its history knows inputs by number. */
  readonly joined?: readonly Topic[]
  /** Set on the one stage that checks telemetry frames for repeats, lateness and caps. */
  readonly intake?: IntakeRules
  /**
   * For stages with few records and large states: these are written so many times more rarely than others, and as much more is folded
   * again after a crash. Default 1.
   */
  readonly snapshotPatience?: number
  /** Configuration by processor name. */
  readonly config?: Readonly<Record<string, unknown>>
}

/** All topics that a stage reads, in a fixed order: processors' topics by first mention, requests, ticks, and what joined them later. */
export function inputsOf(stage: Stage): readonly Topic[] {
  const topics = new Set(stage.processors.flatMap((processor) => processor.reads))
  if (stage.requests) topics.add(stage.requests)
  const joined = stage.joined ?? []
  for (const topic of [ScheduleTicks, ...joined]) topics.delete(topic)
  return [...topics, ScheduleTicks, ...joined]
}
