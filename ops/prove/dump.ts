import { createHash } from 'node:crypto'
import pg from 'pg'
import { ARRIVED } from '../../projections/table/table.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import {
  AuditCheckpoints,
  ControlRequests,
  catalogue,
  ScheduleTicks,
  Schemas,
  SenseRequests,
  SystemTelemetryRaw,
  type Topic,
} from '../../schemas/topics.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import type { OpenedInstallation } from '../app/installation.ts'
import { openInstallation } from '../app/open-installation.ts'
import { readModels } from '../app/read-models.ts'
import { stages } from '../app/stages.ts'
import { partitionsOf } from '../app/topics-of.ts'
import type { Place } from './ground.ts'

/** What a run has put out into a partition of a topic, or into a table. */
export interface Content {
  readonly count: number
  /** Of everything, in its order. */
  readonly hash: string
  /** Each record or row: its id (`ce_id` where there is one, else what it is made of) and a hash of all of it. */
  readonly records: readonly (readonly [id: string, hash: string])[]
}

/** By topic and partition, and by table. */
export type Dump = Readonly<Record<string, Content>>

/** What comes from outside, and what is told of by the clock of a process: heads are checked by themselves, ids of schemas are chance. */
const apart: readonly Topic[] = [SystemTelemetryRaw, ScheduleTicks, SenseRequests, ControlRequests, AuditCheckpoints, Schemas]
const outputs = catalogue.filter((topic) => !apart.includes(topic))

export async function dump({ connection, dsn }: Place): Promise<Dump> {
  const installation = await openInstallation(connection, stages, { readOnly: true })
  try {
    return { ...(await dumpTopics(installation)), ...(await dumpTables(dsn)) }
  } finally {
    await installation.log.close()
  }
}

async function dumpTopics({ log, codec, partitions: spread }: OpenedInstallation): Promise<Dump> {
  const result: Record<string, Content> = {}
  for (const { name, side } of outputs) {
    const partitions = partitionsOf(side, spread)
    for (let partition = 0; partition < partitions; partition++) {
      const records: [string, string][] = []
      for await (const { key, value, headers } of readAll(log, name, partition)) {
        const text = JSON.stringify([
          key?.toString('hex'),
          comparable(codec, value)?.toString('hex'),
          Object.entries(headers).sort(),
        ])
        const hash = hashOf(text)
        records.push([headers.ce_id ?? hash, hash])
      }
      result[partitions > 1 ? `${name}/${partition}` : name] = contentOf(records)
    }
  }
  return result
}

/** A late frame repeats when the log took the frame, which the broker of a cluster alone decides: two logs differ in that. */
function comparable(codec: Codec, value: Buffer | null): Buffer | null {
  const decoded = value && codec.decode(value)
  if (decoded?.type !== 'LateFrame') return value
  return codec.encode('LateFrame', { ...decoded.value, arrival: 0 })
}

/**
 * Whole rows but for when the log took their last record (a run that is killed writes its outputs later), and the offset by which letters
 * are called (on Kafka it depends on where transactions ended).
 */
async function dumpTables(dsn: string): Promise<Dump> {
  const client = new pg.Client({ connectionString: dsn })
  await client.connect()
  const result: Record<string, Content> = {}
  try {
    for (const { name } of readModels.flatMap(({ tables }) => tables)) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT row FROM (SELECT (to_jsonb(t) - '{${ARRIVED},number}'::text[])::text AS row FROM homeostat.${name} t) AS texts ORDER BY row COLLATE "C"`,
      )
      result[`table ${name}`] = contentOf(rows.map(({ row }) => [hashOf(row), hashOf(row)]))
    }
  } finally {
    await client.end()
  }
  return result
}

function contentOf(records: readonly [string, string][]): Content {
  return { count: records.length, hash: hashOf(records.map(([, hash]) => hash).join()), records }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
