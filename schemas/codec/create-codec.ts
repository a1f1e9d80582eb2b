import { type Frame, fullNames, type RecordName, recordSchemas } from '../generated/records.ts'
import type { Registry } from '../registry/registry.ts'
import { avroTypes } from './avro-types.ts'
import { ByteReader } from './byte-reader.ts'
import type { Codec, Decoded } from './codec.ts'
import { FrameReader } from './frame-reader.ts'
import { viewOf } from './frame-view-of.ts'
import { FrameWriter } from './frame-writer.ts'
import { InternedNames } from './interned-names.ts'
import { RecordWriter } from './record-writer.ts'
import { HEADER_BYTES, peekSchemaId, schemaIdOf } from './wire-format.ts'
import { WriterSchemas } from './writer-schemas.ts'

export interface CodecOptions {
  readonly registry: Registry
  /** Bound of what is remembered of the frames' layouts, in bytes; default 256 MB, of which a fleet with like sources needs little. */
  readonly layoutBytes?: number
}

/**
 * The codec of an installation. Registers the current schema of every record, so that encoding never waits, and knows every earlier
 * version, so that decoding what this installation wrote itself never waits either.
 * @throws HS_SCHEMA_INCOMPATIBLE when the registry holds a version that the current schema cannot read; HS_REGISTRY_UNAVAILABLE
 */
export async function createCodec({ registry, layoutBytes = 256e6 }: CodecOptions): Promise<Codec> {
  const names = Object.keys(recordSchemas) as RecordName[] // keys of a Record<RecordName>
  const schemas = new WriterSchemas(registry)
  const ids = new Map<RecordName, number>()
  for (const name of names) {
    const id = await registry.register(fullNames[name], recordSchemas[name])
    schemas.add(id, recordSchemas[name])
    for (const earlier of await registry.versions(fullNames[name])) if (earlier.id !== id) schemas.add(earlier.id, earlier.schema)
    ids.set(name, id)
  }
  const writer = new RecordWriter(avroTypes, ids)
  const interned = new InternedNames(layoutBytes / 8)
  const frames = new FrameReader(layoutBytes, interned)
  const frameWriter = new FrameWriter(ids.get('Frame') ?? 0, layoutBytes / 8)
  const input = new ByteReader()

  function decode(bytes: Buffer): Decoded {
    const schema = schemas.get(schemaIdOf(bytes))
    if (schema.isCurrentFrame) return { type: 'Frame', value: frames.read(bytes, HEADER_BYTES) }
    const value = schema.read(input.reset(bytes, HEADER_BYTES))
    input.finish()
    if (schema.type === 'Frame') return { type: 'Frame', value: viewOf(value as Frame, interned) } // the reader was compiled for frames
    return { type: schema.type, value } as Decoded // the reader was compiled for this type
  }

  return {
    encode: (type, value) => writer.write(type, value),
    encodeFrame: (frame) => frameWriter.write(frame),
    decode,
    frameTime(bytes) {
      try {
        const schema = schemas.get(schemaIdOf(bytes))
        if (schema.isCurrentFrame) return frames.readTime(bytes, HEADER_BYTES)
        const decoded = schema.type === 'Frame' ? decode(bytes) : undefined
        return decoded?.type === 'Frame' ? decoded.value.at : undefined
      } catch {
        return undefined // not readable: the contract's answer; decode says why
      }
    },
    typeOf: (bytes) => schemas.find(peekSchemaId(bytes))?.type,
    knows: (bytes) => schemas.find(peekSchemaId(bytes)) !== undefined,
    learn: (bytes) => schemas.learn(schemaIdOf(bytes)),
    fingerprint: (bytes) => schemas.find(peekSchemaId(bytes))?.fingerprint ?? '',
  }
}
