import type { Admin } from 'kafkajs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { Installation } from '../../../../schemas/topics.ts'
import { systemClock } from '../../ports/clock.ts'
import type { TopicSpec } from '../log.ts'
import { createTopics } from './create-topics.ts'
import { openKafkaLog } from './kafka-log.ts'
import { renewLogId } from './log-id.ts'
import { type KafkaSettings, kafkaDefaults } from './settings.ts'
import { withAdmin } from './with-admin.ts'
import { within } from './within.ts'

/**
 * Deletes topics of a log and makes them anew, forgets the positions of groups, and gives the log a new id. Broken off halfway it may be
 * called again; until then no process starts, because topics are not the ones that it knows (HS_TOPIC_REPLACED).
 *
 * @param specs   those that the cluster does not have are only made
 * @param groups  the groups of the stages; a group with members means that a process still works
 * @returns       the id that the log has now
 * @throws HS_LOG_LOCKED while a group has members, HS_TOPIC_MISSING when topics are managed by someone else, HS_KAFKA_*
 */
export async function resetKafkaLog(
  settings: KafkaSettings,
  specs: readonly TopicSpec[],
  groups: readonly string[],
): Promise<string> {
  const { prefix, manageTopics } = { ...kafkaDefaults, ...settings }
  if (!manageTopics) {
    throw new HomeostatError('HS_TOPIC_MISSING', {
      message: 'A reset deletes topics and makes them anew, which HOMEOSTAT_KAFKA_MANAGE_TOPICS=false does not allow.',
    })
  }
  const names = specs.map(({ topic }) => `${prefix}${topic.name}`)
  await withAdmin(settings, async (admin) => {
    const known = await emptyGroups(
      admin,
      groups.map((group) => `${prefix}${group}`),
    )
    await within({ doing: 'deleting topics', topics: names }, async (expired) => {
      const there = await present(admin, names)
      if (there.length > 0) await admin.deleteTopics({ topics: there })
      while ((await present(admin, names)).length > 0 && !expired()) await systemClock.sleep(LOOK_AGAIN_MS)
    })
    if (known.length > 0) await within({ doing: 'deleting groups' }, () => admin.deleteGroups(known))
    await createTopics(admin, specs, settings)
  })
  const log = await openKafkaLog(settings)
  try {
    const read = (from: number) => log.read(Installation.name, 0, from)
    return await renewLogId({ read, append: (records) => log.append(records), now: Date.now })
  } finally {
    await log.close()
  }
}

const LOOK_AGAIN_MS = 100

async function present(admin: Admin, names: readonly string[]): Promise<string[]> {
  const all = new Set(await admin.listTopics())
  return names.filter((name) => all.has(name))
}

/** Those of the groups that exist; all without members. */
async function emptyGroups(admin: Admin, groups: readonly string[]): Promise<string[]> {
  const { groups: described } = await within({ doing: 'looking at groups' }, () => admin.describeGroups([...groups]))
  const busy = described.find(({ members }) => members.length > 0)
  if (busy) {
    const message = `The group ${busy.groupId} has ${busy.members.length} members. Stop every process of this installation first.`
    throw new HomeostatError('HS_LOG_LOCKED', { value: busy.members.length, limit: 0, message })
  }
  return described.filter(({ state }) => state !== 'Dead').map(({ groupId }) => groupId)
}
