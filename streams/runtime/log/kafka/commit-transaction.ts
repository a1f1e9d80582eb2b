import type { Transaction } from 'kafkajs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { isErrorType } from './is-error-type.ts'

/**
 * Ends a transaction with its records. Who is being fenced at this very moment may be told so by an error that names nothing: Kafka 4.3.1
 * answers UNKNOWN_SERVER_ERROR while it ends the same transaction for a newer producer ("Preparing transaction state transition to ONGOING
 * while it already a pending state PREPARE_EPOCH_FENCE" in its log).
 *
 * @throws HS_LOG_FENCED, errors of kafkajs; after each of them it is not known what was committed
 */
export async function commitTransaction(transaction: Pick<Transaction, 'commit'>, id: string): Promise<void> {
  try {
    await transaction.commit()
  } catch (error) {
    if (!isErrorType(error, 'UNKNOWN')) throw error
    throw new HomeostatError('HS_LOG_FENCED', {
      value: id,
      message: `The broker could not end a transaction of ${id}, as when a newer writer is just being opened.`,
      cause: error,
    })
  }
}
