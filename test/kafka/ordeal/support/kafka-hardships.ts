import type { ErrorCode } from '../../../../schemas/core/error-catalogue.ts'
import type { Hardship } from '../../../integration/ordeal/support/hardships.ts'

const ENDS = 'The start ends within 15 s and leaves nothing running.'

/** The hardships that a cluster brings; the tests beside this folder put an installation through them. */
export const kafkaHardships = {
  unreachable: started(
    'No broker at the address',
    `${ENDS} The exit code 3 says that trying again may help.`,
    'HS_KAFKA_UNREACHABLE',
  ),
  notKafka: started(
    'Something else than a broker at the address',
    `${ENDS} The message says what to look at.`,
    'HS_KAFKA_UNREACHABLE',
  ),
  topicsMissing: started(
    'Topics are missing and `KAFKA_MANAGE_TOPICS` is false',
    `${ENDS} Every missing topic is named.`,
    'HS_TOPIC_MISSING',
  ),
  partitions: started('A topic with another number of partitions', `${ENDS} Nothing is altered.`, 'HS_TOPIC_PARTITIONS'),
  cleanup: started(
    'A topic with another cleanup policy',
    `${ENDS} Nothing is altered; the message holds the command that corrects it.`,
    'HS_TOPIC_SETTINGS',
  ),
  timestamps: started(
    'A topic whose records carry the time of the producer',
    `${ENDS} Nothing is altered; the message holds the command that corrects it.`,
    'HS_TOPIC_SETTINGS',
  ),
  saslUnwanted: started('A password for a broker that asks for none', ENDS, 'HS_KAFKA_AUTH'),
  otherId: started('The log has another id than the one that is asked for', ENDS, 'HS_LOG_ID_FOREIGN'),
  registryAway: started(
    'No registry at the address',
    `${ENDS} Where all schemas stand in the log already, the process starts and says so instead.`,
    'HS_REGISTRY_UNAVAILABLE',
  ),
  registryHtml: started('A registry that answers with HTML', ENDS, 'HS_REGISTRY_FOREIGN'),
  registryUnauthorized: started('A registry that refuses the password', ENDS, 'HS_REGISTRY_AUTH'),
} as const satisfies Readonly<Record<string, Hardship>>

function started(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'How a start on Kafka fails', comes, happens, codes }
}
