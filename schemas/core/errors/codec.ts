import { errorEntries } from '../error-entry.ts'

export const codecErrors = errorEntries({
  HS_SCHEMA_UNKNOWN: {
    says: 'The record names a schema id that the registry does not know.',
    remedy: 'Check that the producer uses the same registry as this installation.',
    reaction: 'dead-letter',
    status: 400,
  },
  HS_RECORD_MALFORMED: {
    says: 'The bytes of the record do not fit its schema.',
    remedy: 'Look at the letter with `homeostat dead-letters show` and correct the producer.',
    reaction: 'dead-letter',
    status: 400,
  },
  HS_SCHEMA_INCOMPATIBLE: {
    says: 'Records written with one version of a schema cannot be read with the other.',
    remedy: 'Give new fields a default, rename nothing; for a breaking change make a new record.',
    reaction: 'dead-letter',
    status: 409,
  },
  HS_SCHEMA_UNSUPPORTED: {
    says: 'The schema uses a part of Avro that Homeostat does not read.',
    remedy: 'Use records, enums, arrays, maps, unions and primitives that do not contain themselves.',
    reaction: 'dead-letter',
    status: 422,
  },
  HS_RECORD_INVALID: {
    says: 'A value does not fit the schema with which it was to be written.',
    remedy: 'Correct the named field where the record is made.',
    reaction: 'dead-letter',
    status: 422,
  },
  HS_REGISTRY_UNAVAILABLE: {
    says: 'The schema registry cannot be reached.',
    remedy: 'Start it or correct its address; reading goes on by itself.',
    reaction: 'wait',
    status: 503,
  },
  HS_REGISTRY_TLS: {
    says: 'The certificate of the schema registry was not accepted, or it does not speak TLS.',
    remedy: 'Give the certificates that sign its own as HOMEOSTAT_REGISTRY_CA_FILE, or correct http and https in its address.',
    reaction: 'wait',
    status: 503,
  },
  HS_REGISTRY_AUTH: {
    says: 'The schema registry refuses this user or password, or does not allow what was asked.',
    remedy:
      'Correct the user name and the password of the registry, or let its administrator grant reading and writing of subjects.',
    reaction: 'wait',
    status: 503,
  },
  HS_REGISTRY_FOREIGN: {
    says: "What answers at the registry's address does not speak the API of Confluent's schema registry.",
    remedy: "Correct the path of the address: Apicurio's ends with /apis/ccompat/v7, others have none.",
    reaction: 'wait',
    status: 503,
  },
  HS_REGISTRY_COMPATIBILITY: {
    says: 'The registry would accept versions of a subject that cannot read what earlier versions wrote.',
    remedy: 'Set the compatibility of the subject to BACKWARD_TRANSITIVE: `homeostat schemas register --set-compatibility`.',
    reaction: 'stop-process',
    status: 503,
  },
  HS_REGISTRY_IDS_CHANGED: {
    says: 'The registry gives a schema id another meaning than the log does.',
    remedy: 'Give the registry back its data; or, when it was started empty, run `homeostat schemas register --restore`.',
    reaction: 'stop-process',
    status: 503,
  },
  HS_SCHEMA_NOT_AVRO: {
    says: 'The record was written with a schema that is not Avro.',
    remedy: 'Let the producer write Avro with a schema of Homeostat.',
    reaction: 'dead-letter',
    status: 422,
  },
})
