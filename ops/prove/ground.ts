import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import kafkajs from 'kafkajs'
import pg from 'pg'
import { type EmbeddedPostgres, startPostgres } from '../../projections/postgres/start-postgres.ts'
import type { Connection, KafkaConnection } from '../app/connection/connection.ts'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { loadFeed } from './feed.ts'

/** A cluster on which a proof may make topics. */
export interface ProofCluster {
  readonly brokers: readonly string[]
  /** Of the Confluent API of a registry; without it ids stand in the topic `schemas`. */
  readonly registry?: string | undefined
  /** Of the telemetry side. */
  readonly partitions: number
  /** After this silence of a worker its tasks go to others. */
  readonly sessionMs: number
}

export interface GroundOptions {
  /** Scratch folder; left as it is, for a look afterwards. */
  readonly folder: string
  readonly frames: number
  readonly sources: number
  /** Default: in the folder alone. */
  readonly cluster?: ProofCluster
}

/** One of the two runs that are compared. */
export interface Place {
  readonly connection: Connection
  readonly dsn: string
}

/** Two logs with the same history, record for record at the same place, under the same id, and a database for each. */
export interface Ground {
  readonly undisturbed: Place
  readonly disturbed: Place
  readonly postgres: EmbeddedPostgres
  /** Ends what was started. */
  stop(): Promise<void>
  /** Removes the topics; nothing to do in a folder. */
  remove(): Promise<void>
}

const ID = 'exactly-once'

export async function prepareGround(options: GroundOptions): Promise<Ground> {
  const { folder, cluster } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const connections = cluster ? await twoPrefixes(options, cluster) : await twoFolders(options)
  const postgres = await startPostgres(folder)
  try {
    const dsns = await twoDatabases(postgres.dsn)
    return {
      undisturbed: { connection: connections.undisturbed, dsn: dsns.undisturbed },
      disturbed: { connection: connections.disturbed, dsn: dsns.disturbed },
      postgres,
      stop: () => postgres.stop(),
      remove: async () => {
        if (cluster) await removeTopics(connections.prefix, cluster)
      },
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

interface Connections {
  readonly undisturbed: Connection
  readonly disturbed: Connection
  readonly prefix: string
}

async function twoFolders({ folder, frames, sources }: GroundOptions): Promise<Connections> {
  const undisturbed = { kind: 'embedded', data: join(folder, 'undisturbed') } as const
  const disturbed = { kind: 'embedded', data: join(folder, 'disturbed') } as const
  const installation = await openInstallation(undisturbed, stages, { id: ID })
  await loadFeed(installation, { frames, sources, weeks: true })
  await installation.log.close()
  cpSync(undisturbed.data, disturbed.data, { recursive: true })
  return { undisturbed, disturbed, prefix: '' }
}

async function twoPrefixes({ folder, frames, sources }: GroundOptions, cluster: ProofCluster): Promise<Connections> {
  const { brokers, partitions, registry, sessionMs } = cluster
  const prefix = `proof-${Date.now().toString(36)}-${process.pid}.`
  const connection = (name: string): KafkaConnection => ({
    kind: 'kafka',
    data: join(folder, name),
    settings: { brokers, prefix: `${prefix}${name}.`, id: ID, sessionTimeoutMs: sessionMs },
    registry: registry === undefined ? undefined : { url: registry, auth: undefined },
    partitions,
  })
  const loaded: string[] = []
  for (const name of ['undisturbed', 'disturbed']) {
    const installation = await openInstallation(connection(name), stages)
    await loadFeed(installation, { frames, sources, partitions, weeks: true })
    const bounds = await installation.log.partitions()
    const ends = bounds.map(({ topic, partition, end }) => `${topic}/${partition} ${end}`)
    loaded.push(ends.sort().join(', '))
    await installation.log.close()
  }
  if (loaded[0] !== loaded[1]) throw new Error(`The two histories do not stand alike: ${loaded.join('; ')}.`)
  return { undisturbed: connection('undisturbed'), disturbed: connection('disturbed'), prefix }
}

async function twoDatabases(dsn: string): Promise<{ undisturbed: string; disturbed: string }> {
  const client = new pg.Client({ connectionString: dsn })
  await client.connect()
  await client.query('CREATE DATABASE undisturbed')
  await client.query('CREATE DATABASE disturbed')
  await client.end()
  const named = (name: string) => {
    const url = new URL(dsn)
    url.pathname = `/${name}`
    return url.href
  }
  return { undisturbed: named('undisturbed'), disturbed: named('disturbed') }
}

async function removeTopics(prefix: string, { brokers }: ProofCluster): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix))
  await admin.deleteTopics({ topics })
  await admin.disconnect()
}
