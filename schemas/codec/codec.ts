import type { RecordMap, RecordName } from '../generated/records.ts'

/**
 * A frame as readers see it: no map, no allocation a sample. `names` is interned: the same array object for as long as a source sends
 * the same metrics in the same order, so a processor may keep what it looked up for it. `values[i]` belongs to `names[i]`.
 *
 * The view is valid until the next frame is decoded; what is kept must be copied.
 */
export interface FrameView {
  readonly source: string
  /** Event time, milliseconds since 1970 UTC. */
  readonly at: number
  readonly names: readonly string[]
  /** Finite, and at most 1e150 either way. */
  readonly values: Float64Array
  readonly labels: Readonly<Record<string, string>>
}

/** What a reader gets for each record type: frames as views, everything else as generated. */
export type ReadMap = { [K in RecordName]: K extends 'Frame' ? FrameView : RecordMap[K] }

export type Decoded = { [K in RecordName]: { readonly type: K; readonly value: ReadMap[K] } }[RecordName]

/** Confluent's wire format (0, four bytes of schema id, Avro), both ways. */
export interface Codec {
  /** @throws HS_RECORD_INVALID */
  encode<K extends RecordName>(type: K, value: RecordMap[K]): Buffer
  /**
   * The same bytes as `encode('Frame', …)`, several times faster when a source sends the same metrics again. The names array must not be
   * changed afterwards; values are copied.
   * @throws HS_RECORD_INVALID, HS_VALUE_NOT_FINITE, HS_VALUE_OUT_OF_RANGE
   */
  encodeFrame(frame: FrameView): Buffer
  /** @throws HS_SCHEMA_UNKNOWN, HS_RECORD_MALFORMED; for frames HS_VALUE_NOT_FINITE, HS_VALUE_OUT_OF_RANGE */
  decode(bytes: Buffer): Decoded
  /** Event time of a frame without decoding the rest; undefined when the bytes are not a readable frame. */
  frameTime(bytes: Buffer): number | undefined
  /** The record type of the bytes by their schema id alone; undefined when the id is not known (yet). */
  typeOf(bytes: Buffer): RecordName | undefined
  /** True when decode needs no look-up in the registry. */
  knows(bytes: Buffer): boolean
  /**
   * Fetches the schema of these bytes, so that decode can go on.
   * @throws HS_SCHEMA_UNKNOWN when there is none; an HS_REGISTRY_… error when the registry cannot be asked
   */
  learn(bytes: Buffer): Promise<void>
  /** Fingerprint (hex) of the writer's schema, '' when unknown. */
  fingerprint(bytes: Buffer): string
}
