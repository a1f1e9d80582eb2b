import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { connectionOf } from '../../../../ops/app/connection/connection-of.ts'
import type { TestKafka } from '../../../support/kafka/start-kafka.ts'
import { startProcess } from './running-process.ts'

/**
 * Processes of an installation with a prefix of its own, each with a folder of its own below `path`.
 * @param dsn  of the database that they share
 */
export function installation(kafka: TestKafka, path: string, dsn: string, name: string) {
  const prefix = `${name}.${randomUUID()}.`
  const flags = { kafka: kafka.brokers.join(','), registry: kafka.registry, prefix }
  /** Options that name the cluster. */
  const where = ['--kafka', flags.kafka, '--registry', flags.registry, '--prefix', prefix]
  const folderOf = (process: string) => join(path, `${prefix}${process}`)
  return {
    prefix,
    where,
    connection: connectionOf({ data: path, ...flags }, {}),
    /** The data folder of a process. */
    folderOf,
    run: (process: string, roles: string) =>
      startProcess(['run', '--roles', roles, ...where, '--postgres', dsn], folderOf(process)),
    up: (process: string) => startProcess(['up', ...where, '--postgres', dsn], folderOf(process)),
  }
}
