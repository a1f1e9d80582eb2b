import { type KafkaSettings, kafkaDefaults } from './settings.ts'
import { withAdmin } from './with-admin.ts'
import { within } from './within.ts'

export interface ClusterProbe {
  /** `host:port` of every broker, as the cluster tells them to its clients. */
  readonly brokers: readonly string[]
  /** Members of the groups together: processes of this installation that work now. */
  readonly members: number
}

/**
 * Connects as every process does, and asks about its groups. Nothing is written or joined.
 *
 * @param groups  names of the stages, without prefix
 * @throws HS_KAFKA_UNREACHABLE, HS_KAFKA_TLS, HS_KAFKA_AUTH; HS_KAFKA_FORBIDDEN when the groups may not be looked at
 */
export async function probeCluster(settings: KafkaSettings, groups: readonly string[]): Promise<ClusterProbe> {
  const { prefix } = { ...kafkaDefaults, ...settings }
  return withAdmin(settings, async (admin) => {
    const { brokers } = await within({ doing: 'looking at the brokers' }, () => admin.describeCluster())
    const names = groups.map((group) => `${prefix}${group}`)
    const described = await within({ doing: `looking at the groups ${names.join(', ')}` }, () => admin.describeGroups(names))
    return {
      brokers: brokers.map(({ host, port }) => `${host}:${port}`),
      members: described.groups.reduce((sum, { members }) => sum + members.length, 0),
    }
  })
}
