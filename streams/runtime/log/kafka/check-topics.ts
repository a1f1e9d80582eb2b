import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { TopicSettings } from './read-topic-settings.ts'
import { requiredSettings } from './topic-settings.ts'

/** A topic as it has to be. */
export interface PlannedTopic {
  readonly name: string
  readonly partitions: number
  readonly settings: Readonly<Record<string, string>>
}

/** A topic as the cluster has it. */
export interface PresentTopic {
  readonly partitions: number
  readonly settings: TopicSettings
}

/**
 * Compares topics that exist with what they have to be; every wrong one is named, with what was found and what to do.
 *
 * @throws HS_TOPIC_PARTITIONS, HS_TOPIC_SETTINGS
 */
export function checkTopics(planned: readonly PlannedTopic[], present: ReadonlyMap<string, PresentTopic>): void {
  const existing = planned.flatMap((plan) => {
    const found = present.get(plan.name)
    return found === undefined ? [] : [{ plan, found }]
  })
  const counts = existing.filter(({ plan, found }) => plan.partitions !== found.partitions)
  if (counts.length > 0)
    throw new HomeostatError('HS_TOPIC_PARTITIONS', {
      value: counts[0].found.partitions,
      limit: counts[0].plan.partitions,
      message: `${counts
        .map(({ plan, found }) => `The topic ${plan.name} has ${found.partitions} partitions; ${plan.partitions} are expected.`)
        .join(' ')} Correct the number in the configuration, or use another prefix.`,
    })
  const wrong = existing.flatMap(({ plan, found }) =>
    requiredSettings
      .map((setting) => ({ topic: plan.name, setting, expected: plan.settings[setting], actual: found.settings.get(setting) }))
      .filter(({ expected, actual }) => actual !== undefined && actual !== expected),
  )
  if (wrong.length > 0)
    throw new HomeostatError('HS_TOPIC_SETTINGS', {
      value: wrong[0].actual,
      limit: wrong[0].expected,
      message: wrong.map(describeWrong).join('\n'),
    })
}

function describeWrong({ topic, setting, expected, actual }: Record<'topic' | 'setting', string> & WrongValue): string {
  return (
    `The topic ${topic} has ${setting}=${actual}; ${expected} is expected. Correct it with: ` +
    `kafka-configs --bootstrap-server BROKER --alter --entity-type topics --entity-name ${topic} --add-config ${setting}=${expected}`
  )
}

interface WrongValue {
  readonly expected: string | undefined
  readonly actual: string | undefined
}
