import { avroType } from '../codec/avro-types.ts'
import { compileReader } from '../codec/compile-reader.ts'
import { schemaNode } from '../codec/schema-node.ts'
import { HomeostatError } from '../core/homeostat-error.ts'

export interface VersionedSchema {
  readonly schema: object
  readonly version: number
}

/**
 * A new version must read what an earlier one wrote (BACKWARD), by Avro's rules as avsc applies them and by those of our reader; and an
 * enum of a new version must know every symbol that the earlier one could write, or have a default.
 *
 * @throws HS_SCHEMA_INCOMPATIBLE naming record, versions and field; HS_SCHEMA_UNSUPPORTED
 */
export function checkCompatible(subject: string, newer: VersionedSchema, older: VersionedSchema): void {
  try {
    compileReader(schemaNode(older.schema), schemaNode(newer.schema))
    avroType(newer.schema).createResolver(avroType(older.schema))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof HomeostatError && cause.code === 'HS_SCHEMA_UNSUPPORTED') throw cause
    const message = `${subject}: version ${newer.version} cannot read what version ${older.version} wrote. ${reason}`
    throw new HomeostatError('HS_SCHEMA_INCOMPATIBLE', { message, cause, value: subject })
  }
}
