import avsc from 'avsc'
import { type RecordName, recordSchemas } from '../generated/records.ts'

/** Avro's type of a schema as avsc holds it; unions are unwrapped. */
export function avroType(schema: object): avsc.Type {
  return avsc.Type.forSchema(schema as avsc.Schema, { omitRecordMethods: true }) // avsc checks it and throws
}

/** The types of the current schemas. */
export const avroTypes = Object.fromEntries(
  Object.entries(recordSchemas).map(([name, schema]) => [name, avroType(schema)]),
) as Readonly<Record<RecordName, avsc.Type>> // the keys are those of recordSchemas
