import { type BrokerConnection, type CoordinatorAnswer, type Internals, requests, responses } from './fetch/kafkajs-internals.ts'

export type CoordinatorKind = keyof typeof numbers

const numbers = { group: 0, 'transactional-id': 1 } as const

/**
 * Asks the first broker that answers who coordinates a group or a transactional id. kafkajs asks the same and keeps the reason of a
 * refusal to itself.
 *
 * @param name with the prefix
 * @returns the answer, with its error code
 * @throws what the last connection has thrown when no broker answers
 */
export async function findCoordinator(internals: Internals, kind: CoordinatorKind, name: string): Promise<CoordinatorAnswer> {
  let last: unknown
  for (const address of await internals.seeds()) {
    const connection = await internals.broker(address)
    try {
      return await ask(connection, kind, name)
    } catch (error) {
      last = error
    } finally {
      connection.disconnect().catch(() => undefined) // it has said what it had to say
    }
  }
  throw last
}

async function ask(connection: BrokerConnection, kind: CoordinatorKind, name: string): Promise<CoordinatorAnswer> {
  await connection.connect()
  const request = requests.findCoordinator({ coordinatorKey: name, coordinatorType: numbers[kind] })
  const response = { decode: responses.findCoordinator, parse: async (answer: CoordinatorAnswer) => answer }
  return connection.connectionPool.send({ request, response, logResponseError: false })
}
