import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { stageTopics, TelemetryLate, TelemetrySources } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'

/** The ends of a task's epochs and of its outputs that belong together. */
export interface Ends {
  readonly epochs: number
  readonly outputs: readonly OutputEnd[]
}

/** A partition into which the task may have written: its own number on the telemetry side, 0 on the decision side. */
export interface OutputEnd {
  readonly topic: string
  readonly where: number
  readonly end: number
}

/**
 * Epochs and their outputs are committed together, but a log of many brokers may show the one a moment before the other. So each end is
 * looked at when all that stands before it is decided, and the look counts when no epoch has been written before its last step: what was
 * decided of the outputs by then belongs to the epochs of its first step, neither more nor less.
 *
 * @throws HS_TASK_BUSY when the task leaves no such moment; what the log throws
 */
export async function endsAtOneMoment(log: Log, stage: Stage, partition: number): Promise<Ends> {
  const { name } = stageTopics(stage.name, stage.side).epochs
  const places = outputPlaces(stage, partition)
  for (let look = 0; look < MOST_LOOKS; look++) {
    const { end: epochs } = await log.settled(name, partition)
    const outputs = await Promise.all(
      places.map(async (place) => ({ ...place, end: (await log.settled(place.topic, place.where)).end })),
    )
    if ((await log.settled(name, partition)).end === epochs) return { epochs, outputs }
  }
  throw new HomeostatError('HS_TASK_BUSY', { value: `${stage.name}.${partition}`, limit: MOST_LOOKS })
}

/** A task commits at most ten times a second, and a look takes a few hundredths. */
const MOST_LOOKS = 500

function outputPlaces(stage: Stage, partition: number): { readonly topic: string; readonly where: number }[] {
  const topics = new Set(stage.processors.flatMap((processor) => processor.writes))
  if (stage.intake) for (const topic of [TelemetryLate, TelemetrySources]) topics.add(topic)
  return [...topics].map(({ name, side }) => ({ topic: name, where: side === 'telemetry' ? partition : 0 }))
}
