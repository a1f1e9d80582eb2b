import type { Type } from 'avsc'
import { HomeostatError } from '../core/homeostat-error.ts'
import { fullNames, type RecordName, recordSchemas } from '../generated/records.ts'
import type { Registry } from '../registry/registry.ts'
import { avroType } from './avro-types.ts'
import { compileReader, type Read } from './compile-reader.ts'
import { schemaNode } from './schema-node.ts'

export interface WriterSchema {
  readonly type: RecordName
  /** Hex, of Avro's parsing canonical form. */
  readonly fingerprint: string
  /** Written exactly as the current frame schema says: the fast reader applies. */
  readonly isCurrentFrame: boolean
  /** Reads the body of a record as the current schema wants it. */
  readonly read: Read
}

const shortNames = new Map(Object.entries(fullNames).map(([short, full]) => [full, short as RecordName])) // keys of a Record<RecordName>

/** The schemas with which records were written, by registry id; each is resolved against the current one once. */
export class WriterSchemas {
  private readonly byId = new Map<number, WriterSchema>()

  constructor(private readonly registry: Registry) {}

  find(id: number): WriterSchema | undefined {
    return this.byId.get(id)
  }

  /** @throws HS_SCHEMA_UNKNOWN */
  get(id: number): WriterSchema {
    const schema = this.byId.get(id)
    if (!schema) throw new HomeostatError('HS_SCHEMA_UNKNOWN', { value: id })
    return schema
  }

  /** @throws HS_SCHEMA_UNKNOWN, HS_SCHEMA_INCOMPATIBLE, HS_SCHEMA_UNSUPPORTED, HS_REGISTRY_UNAVAILABLE */
  async learn(id: number): Promise<void> {
    if (!this.byId.has(id)) this.add(id, await this.registry.schemaOf(id))
  }

  add(id: number, schema: object): void {
    this.byId.set(id, resolve(id, schema))
  }
}

function resolve(id: number, schema: object): WriterSchema {
  const written = parse(id, schema)
  const type = shortNames.get(written.name ?? '')
  if (!type) {
    const message = `Schema ${id} is of ${written.name ?? 'no record'}, which Homeostat has no use for.`
    throw new HomeostatError('HS_SCHEMA_UNKNOWN', { message, value: id })
  }
  const fingerprint = written.fingerprint().toString('hex')
  const isCurrentFrame = type === 'Frame' && written.equals(avroType(recordSchemas.Frame))
  return { type, fingerprint, isCurrentFrame, read: compileReader(schemaNode(schema), schemaNode(recordSchemas[type])) }
}

function parse(id: number, schema: object): Type {
  try {
    return avroType(schema)
  } catch (cause) {
    throw new HomeostatError('HS_SCHEMA_UNSUPPORTED', {
      message: `Schema ${id} of the registry is not a valid Avro schema.`,
      value: id,
      cause,
    })
  }
}
