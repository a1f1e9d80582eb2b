import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { KafkaConnection } from '../../app/connection/connection.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type Check, type Finding, failed, ok } from '../check.ts'

/** A look at a cluster where one is named; an error with a name is a finding with its remedy. */
export function onCluster(look: (connection: KafkaConnection) => Promise<Finding>): Check['run'] {
  return async ({ data, flags, env }) => {
    try {
      const connection = connectionOf({ data, ...flags }, env)
      return connection.kind === 'embedded' ? ok('not used: no brokers are named') : await look(connection)
    } catch (error) {
      if (error instanceof HomeostatError) return failed(`${error.message} [${error.code}]`, errorCatalogue[error.code].remedy)
      throw error
    }
  }
}
