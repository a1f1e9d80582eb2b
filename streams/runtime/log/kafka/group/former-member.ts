import { exchangeWith } from '../fetch/brokers.ts'
import { type Internals, requests, responses } from '../fetch/kafkajs-internals.ts'
import { protocolError } from '../fetch/protocol-error.ts'
import { findCoordinator } from '../find-coordinator.ts'

/** Remembers beyond the life of a process which member of a group it was. No two living processes may share one. */
export interface MemberMemory {
  recall(group: string): string | undefined
  remember(group: string, memberId: string): void
}

/**
 * Takes a member out of its group whose process has died. Otherwise a process that starts again waits until the group has missed the
 * dead one for a whole session.
 *
 * @throws an error of kafkajs, or HS_KAFKA_*: then the session ends by itself
 */
export async function leaveForFormer(internals: Internals, groupId: string, memberId: string): Promise<void> {
  const { coordinator, errorCode } = await findCoordinator(internals, 'group', groupId)
  if (errorCode !== 0) throw protocolError(errorCode, `looking up the coordinator of ${groupId}`, [])
  const connection = await internals.broker(coordinator)
  try {
    await exchangeWith(connection, {
      request: requests.leaveGroup({ groupId, memberId }),
      response: { decode: responses.leaveGroup, parse: async (answer) => answer },
    })
  } finally {
    connection.disconnect().catch(() => undefined) // it has said what it had to say
  }
}
