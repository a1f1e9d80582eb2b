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
})
