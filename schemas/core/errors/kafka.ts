import { errorEntries } from '../error-entry.ts'

export const kafkaErrors = errorEntries({
  HS_KAFKA_UNREACHABLE: {
    says: 'No broker of the Kafka cluster can be reached.',
    remedy: 'Start the brokers, or correct their addresses and whether they speak TLS; a process that runs goes on by itself.',
    reaction: 'wait',
    status: 503,
  },
  HS_KAFKA_TLS: {
    says: 'The certificate of the broker, or our own, was not accepted.',
    remedy: 'Give the certificate of the authority that signed it, and a certificate of our own where the broker asks for one.',
    reaction: 'stop-process',
  },
  HS_KAFKA_AUTH: {
    says: 'The Kafka cluster refuses this user or password.',
    remedy: 'Correct the SASL mechanism, the user name and the password.',
    reaction: 'stop-process',
  },
  HS_KAFKA_FORBIDDEN: {
    says: 'The Kafka cluster does not allow this user to do that.',
    remedy: 'Let an administrator run the `kafka-acls` commands that `homeostat topics --plan` prints.',
    reaction: 'wait',
    status: 503,
  },
  HS_KAFKA_TIMEOUT: {
    says: 'The Kafka cluster did not answer in time.',
    remedy:
      'Look at the load of the brokers and whether enough copies of the partitions are in sync; a process that runs goes on by itself.',
    reaction: 'wait',
    status: 503,
  },
  HS_KAFKA_STORAGE: {
    says: 'A broker of the Kafka cluster cannot write to its disk.',
    remedy: 'Free or replace the disk of the broker and start it again; Homeostat goes on by itself.',
    reaction: 'wait',
    status: 507,
  },
  HS_KAFKA_FAILED: {
    says: 'The Kafka cluster reported an error.',
    remedy: "Look up Kafka's name of the error in the message, and the log of the broker.",
    reaction: 'reopen-task',
    status: 502,
  },
  HS_KAFKA_HANGING: {
    says: 'A broker has forgotten a transaction before it was ended in all partitions, and this user may not end it.',
    remedy:
      'Let an administrator run the command in the message; Homeostat goes on by itself. Until then readers see nothing behind that transaction.',
    reaction: 'wait',
    status: 503,
  },
  HS_TOPIC_MISSING: {
    says: 'Topics that Homeostat needs do not exist, and it may not create them.',
    remedy: 'Create them as `homeostat topics --plan` prints it; where they exist, let this user see them (Describe).',
    reaction: 'stop-process',
    status: 503,
  },
  HS_TOPIC_REPLACED: {
    says: 'A topic was deleted, and perhaps made again: it is not the one that was read before.',
    remedy:
      'Start the installation afresh with `homeostat reset`, which keeps the telemetry that is there, or use another prefix.',
    reaction: 'stop-process',
    status: 503,
  },
  HS_TOPIC_SHORTENED: {
    says: 'A topic ends before the place up to which it was read.',
    remedy:
      'Give the topic back what it had; where that is lost, start the installation afresh with `homeostat reset`. Until then nothing that is written to it is read.',
    reaction: 'wait',
    status: 503,
  },
  HS_TOPIC_PARTITIONS: {
    says: 'A topic has another number of partitions than this installation is configured for.',
    remedy:
      'Correct the number in the configuration, or use another prefix; partitions are never changed in a log that is in use.',
    reaction: 'stop-process',
  },
  HS_TOPIC_SETTINGS: {
    says: 'A topic has a setting with which records would be lost.',
    remedy: 'Correct the topic with the `kafka-configs` commands in the message, then start again.',
    reaction: 'stop-process',
  },
  HS_LOG_ID_FOREIGN: {
    says: 'The log has another id than the one that was asked for.',
    remedy: 'Leave the id out, or use another prefix.',
    reaction: 'stop-process',
  },
  HS_CODEC_FOREIGN: {
    says: 'The batch is compressed with a codec that Homeostat cannot undo.',
    remedy: 'Let the producer use gzip, or no compression.',
    reaction: 'dead-letter',
  },
  HS_BATCH_CORRUPT: {
    says: 'The batch in which the record came is damaged.',
    remedy: 'Look at the letter and at the disks of the broker; the records of the batch are lost.',
    reaction: 'dead-letter',
  },
  HS_RECORD_FORMAT_OLD: {
    says: 'The record stands in the format that Kafka had before version 0.11.',
    remedy: 'Read the topic with `kafka-console-consumer` and produce it again with a newer client.',
    reaction: 'dead-letter',
  },
})
