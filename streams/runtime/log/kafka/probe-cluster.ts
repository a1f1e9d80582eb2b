import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { clientConfig } from './client.ts'
import { brokerRelease } from './fetch/broker-release.ts'
import { createBrokers } from './fetch/brokers.ts'
import { type Internals, kafkajsInternals } from './fetch/kafkajs-internals.ts'
import type { CoordinatorKind } from './find-coordinator.ts'
import { requireRight } from './require-right.ts'
import { type KafkaSettings, kafkaDefaults } from './settings.ts'
import { withAdmin } from './with-admin.ts'
import { within } from './within.ts'

export interface ClusterProbe {
  /** As the cluster tells them to its clients. */
  readonly brokers: readonly ProbedBroker[]
  /** Members of the groups together: processes of this installation that work now. */
  readonly members: number
  /** Each right that is missing, with the command that grants it; groups that may not be looked at have no members here. */
  readonly missing: readonly HomeostatError[]
}

export interface ProbedBroker {
  /** `host:port` */
  readonly address: string
  /** Such as `4.3`; undefined where it does not tell. */
  readonly release: string | undefined
}

export interface ProbedNames {
  /** Groups of the stages, without prefix. */
  readonly groups: readonly string[]
  /** Without prefix. */
  readonly transactionalIds: readonly string[]
}

/**
 * Connects as every process does, and asks about brokers, groups and rights. Nothing is written or joined.
 *
 * @throws HS_KAFKA_UNREACHABLE, HS_KAFKA_TLS, HS_KAFKA_AUTH
 */
export async function probeCluster(settings: KafkaSettings, { groups, transactionalIds }: ProbedNames): Promise<ClusterProbe> {
  const { prefix } = { ...kafkaDefaults, ...settings }
  const internals = kafkajsInternals(clientConfig(settings, () => undefined, Date.now))
  const refusals = (kind: CoordinatorKind, names: readonly string[]) =>
    Promise.all(names.map((name) => refusal(internals, kind, `${prefix}${name}`)))
  return withAdmin(settings, async (admin) => {
    const { brokers } = await within({ doing: 'looking at the brokers' }, () => admin.describeCluster())
    const probed = await releasesOf(internals, brokers)
    const [groupRefusals, idRefusals] = await Promise.all([
      refusals('group', groups),
      refusals('transactional-id', transactionalIds),
    ])
    const allowed = groups.filter((_, at) => groupRefusals[at] === undefined).map((group) => `${prefix}${group}`)
    const described = await within({ doing: `looking at the groups ${allowed.join(', ')}` }, () => admin.describeGroups(allowed))
    return {
      brokers: probed,
      members: described.groups.reduce((sum, { members }) => sum + members.length, 0),
      missing: [...groupRefusals, ...idRefusals].filter((error) => error !== undefined),
    }
  })
}

async function refusal(internals: Internals, kind: CoordinatorKind, name: string): Promise<HomeostatError | undefined> {
  try {
    await requireRight(internals, kind, name)
    return undefined
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
}

/** A broker that does not answer now has no release: whether it can be used is seen by other means. */
async function releasesOf(
  internals: Internals,
  found: readonly { nodeId: number; host: string; port: number }[],
): Promise<readonly ProbedBroker[]> {
  const brokers = createBrokers(internals)
  try {
    await within({ doing: 'connecting to the brokers' }, () => brokers.refresh([]))
    return await Promise.all(
      found.map(async ({ nodeId, host, port }) => {
        const release = await within(
          { doing: `asking broker ${nodeId}` },
          () => brokers.send(nodeId, brokerRelease()),
          ASK_MS,
        ).catch(() => undefined)
        return { address: `${host}:${port}`, release }
      }),
    )
  } finally {
    await brokers.close()
  }
}

const ASK_MS = 3_000
