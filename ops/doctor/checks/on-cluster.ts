import type { KafkaConnection } from '../../app/connection/connection.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type Check, type Finding, ok } from '../check.ts'
import { named } from '../named.ts'

/** A look at a cluster where one is named; an error with a name is a finding with its remedy. */
export function onCluster(look: (connection: KafkaConnection) => Promise<Finding>): Check['run'] {
  return named(async ({ data, flags, env }) => {
    const connection = connectionOf({ data, ...flags }, env)
    return connection.kind === 'embedded' ? ok('not used: no brokers are named') : await look(connection)
  })
}
