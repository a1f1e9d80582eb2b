import type { ErrorCode } from '../../../../schemas/core/error-catalogue.ts'
import type { Hardship } from '../../../integration/ordeal/support/hardships.ts'

const TO_THE_LETTERS = 'It goes to `dead.letters` with its bytes; the task goes on.'
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
    'Topics are missing and `HOMEOSTAT_KAFKA_MANAGE_TOPICS` is false',
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
  wrongPassword: started('A wrong password', `${ENDS} The password is in no message.`, 'HS_KAFKA_AUTH'),
  unknownCa: started('A certificate of the broker that nobody known has signed', ENDS, 'HS_KAFKA_TLS'),
  topicForbidden: started(
    'No right to topics',
    `${ENDS} The message holds the command that grants it; \`homeostat topics --plan\` prints all that are needed.`,
    'HS_KAFKA_FORBIDDEN',
  ),
  groupForbidden: started(
    'No right to the groups',
    `${ENDS} The message names the group and holds the command that grants it.`,
    'HS_KAFKA_FORBIDDEN',
  ),
  transactionForbidden: started(
    'No right to transactional ids',
    `${ENDS} The message names the id and holds the command that grants it.`,
    'HS_KAFKA_FORBIDDEN',
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

  brokerLost: running(
    'The broker goes away in mid-run and comes back',
    'Telemetry is refused within 15 s, tasks and clock say why they wait; when it is back, everything goes on by itself.',
    'HS_KAFKA_UNREACHABLE',
    'HS_KAFKA_TIMEOUT',
  ),
  brokerDiskFull: running(
    'The disk of the broker is full',
    'The broker ends itself. Telemetry is refused within 15 s; when there is space and the broker runs again, everything goes on by itself.',
    'HS_KAFKA_STORAGE',
    'HS_KAFKA_UNREACHABLE',
    'HS_KAFKA_TIMEOUT',
  ),
  batchLimit: running(
    'The largest batch of a topic (`max.message.bytes`) is lowered',
    'What is too large for it is refused, and a task that meets it waits; when the limit is raised again, it goes on by itself.',
    'HS_RECORD_TOO_LARGE',
  ),
  topicDeleted: running(
    'A topic is deleted in mid-run',
    'Telemetry for it is refused and its readers stop. The other parts go on.',
    'HS_TOPIC_UNKNOWN',
  ),
  topicMadeAgain: started(
    'A topic was deleted, and perhaps made again',
    `${ENDS} It is not made again by itself, and not taken for the one that was read before, however much stands in it. After \`homeostat reset\` the start goes through.`,
    'HS_TOPIC_REPLACED',
  ),
  skewAtStart: started('The clock of this machine is 10 s off', `${ENDS} No tick is written.`, 'HS_CLOCK_SKEW'),
  skewLater: running(
    'The clock of this machine jumps by more than 5 s',
    'No time is told until the clocks agree; then it goes on by itself.',
    'HS_CLOCK_SKEW',
  ),
  registryLost: running(
    'The registry goes away in mid-run and comes back',
    'What is known is read and written on. A record with an id that only the registry knows waits, and its task says so, until it is back.',
    'HS_REGISTRY_UNAVAILABLE',
  ),
  registryIds: started(
    'A registry in which ids mean something else than in the log',
    `${ENDS} Nothing is registered.`,
    'HS_REGISTRY_IDS_CHANGED',
  ),
  noKey: stands('A frame without a key', `${TO_THE_LETTERS}`, 'HS_KEY_FOREIGN'),
  foreignCodec: stands('A batch with a codec that does not exist', TO_THE_LETTERS, 'HS_CODEC_FOREIGN'),
  damagedBatch: stands('A batch that was damaged on the disk of the broker', TO_THE_LETTERS, 'HS_BATCH_CORRUPT'),
  tombstone: stands('A tombstone in the topic of telemetry', 'Passed over: it says nothing, and moves nothing.'),
  otherPartition: stands(
    'A frame in another partition than our own partitioner would choose',
    'Its source lives in that partition and is watched like any other.',
  ),
  telemetryExpired: running(
    'Retention removed telemetry before it was read',
    'What was removed stands in the epoch as a gap; the task goes on with what is left.',
  ),
  lifeCycleExpired: running(
    'Retention removed records of a life cycle before they were read',
    'The task stops and names the offsets: nothing is decided on half a history.',
    'HS_INPUT_CUT',
  ),
} as const satisfies Readonly<Record<string, Hardship>>

function started(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'How a start on Kafka fails', comes, happens, codes }
}

function running(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What happens to Kafka and the registry', comes, happens, codes }
}

function stands(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What stands in topics of Kafka', comes, happens, codes }
}
