import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs, { type Admin } from 'kafkajs'
import type { KafkaConnection } from '../../../../ops/app/connection/connection.ts'

/** A part of a cluster that no other test has. */
export interface Place {
  readonly prefix: string
  /** What stands behind `homeostat run`. */
  readonly args: readonly string[]
  readonly connection: KafkaConnection
}

/** @param registry  URL; none where the topic `schemas` is enough */
export function ownPlace(brokers: readonly string[], registry?: string): Place {
  const prefix = `ordeal-${randomUUID().slice(0, 8)}.`
  return {
    prefix,
    args: ['--kafka', brokers.join(','), '--prefix', prefix, ...(registry === undefined ? [] : ['--registry', registry])],
    connection: {
      kind: 'kafka',
      data: join(tmpdir(), `homeostat-${prefix}data`),
      settings: { brokers, prefix, sessionTimeoutMs: 3_000 },
      registry: registry === undefined ? undefined : { url: registry, auth: undefined },
      partitions: 1,
    },
  }
}

/** A client of the cluster that is none of ours. */
export async function withAdmin<T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}
