import { codeOf } from '../../../../schemas/core/homeostat-error.ts'
import { type Internals, kafkaNameOf } from './fetch/kafkajs-internals.ts'
import { type CoordinatorKind, findCoordinator } from './find-coordinator.ts'
import { type KafkaContext, kafkaError } from './kafka-error.ts'
import { within } from './within.ts'

/** What else is wrong with the cluster is told by what comes next, which waits longer. */
const ASK_MS = 2_000

/**
 * Refuses what this user may not even look at, at once and by name. kafkajs tries for long to find the coordinator of a group or a
 * transactional id, and says in the end that there is none, whatever the broker has said.
 *
 * @param name with the prefix
 * @throws HS_KAFKA_FORBIDDEN, with the command that grants the right
 */
export async function requireRight(internals: Internals, kind: CoordinatorKind, name: string): Promise<void> {
  const context: KafkaContext = {
    doing: `looking up the coordinator of ${name}`,
    ...(kind === 'group' ? { group: name } : { transactionalId: name }),
  }
  try {
    const { errorCode } = await within(context, () => findCoordinator(internals, kind, name), ASK_MS)
    const type = kafkaNameOf(errorCode)
    if (errorCode !== 0) throw kafkaError(Object.assign(new Error('in an answer of the broker'), { type }), context)
  } catch (error) {
    if (codeOf(error) === 'HS_KAFKA_FORBIDDEN') throw error
  }
}
