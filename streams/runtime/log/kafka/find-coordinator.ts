import { exchangeWith } from './fetch/brokers.ts'
import { type CoordinatorAnswer, type Exchange, type Internals, requests, responses } from './fetch/kafkajs-internals.ts'

export type CoordinatorKind = keyof typeof numbers

const numbers = { group: 0, 'transactional-id': 1 } as const

/** Asks who coordinates a group or a transactional id. @param name with the prefix */
export function coordinatorOf(kind: CoordinatorKind, name: string): Exchange<CoordinatorAnswer> {
  return {
    request: requests.findCoordinator({ coordinatorKey: name, coordinatorType: numbers[kind] }),
    response: { decode: responses.findCoordinator, parse: async (answer) => answer },
    logResponseError: false,
  }
}

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
      return await exchangeWith(connection, coordinatorOf(kind, name))
    } catch (error) {
      last = error
    } finally {
      connection.disconnect().catch(() => undefined) // it has said what it had to say
    }
  }
  throw last
}
