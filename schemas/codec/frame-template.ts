import type { FrameView } from './codec.ts'
import { isSameNames } from './is-same-names.ts'
import { HEADER_BYTES, writeHeader } from './wire-format.ts'
import { longBytes, writeLong } from './write-long.ts'

/** A frame of a source with all but time and values written. */
export interface FrameTemplate {
  readonly names: readonly string[]
  readonly labels: readonly [string, string][]
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly timeAt: number
  readonly timeBytes: number
  /** Where each double begins. */
  readonly positions: Uint32Array
}

/** True when only time and values of the frame differ from what the template has. */
export function isTemplateOf(template: FrameTemplate, frame: FrameView): boolean {
  return (
    isSameNames(template.names, frame.names) &&
    sameLabels(template.labels, frame.labels) &&
    longBytes(frame.at) === template.timeBytes
  )
}

function sameLabels(known: readonly [string, string][], labels: Readonly<Record<string, string>>): boolean {
  let count = 0
  for (const name in labels) {
    const label = known[count++]
    if (label === undefined || label[0] !== name || label[1] !== labels[name]) return false
  }
  return count === known.length
}

/** The frame as Avro writes it (Avro 1.12, "Binary encoding"): each map as one block, an empty one as none. */
export function frameTemplate(schemaId: number, frame: FrameView): FrameTemplate {
  const { names } = frame
  const labels = Object.entries(frame.labels)
  const timeBytes = longBytes(frame.at)
  const bytes = new Uint8Array(HEADER_BYTES + textBytes(frame.source) + timeBytes + metricsBytes(names) + labelsBytes(labels))
  writeHeader(bytes, schemaId)
  const timeAt = writeText(bytes, HEADER_BYTES, frame.source)
  const positions = new Uint32Array(names.length)
  let at = writeLong(bytes, timeAt + timeBytes, names.length)
  names.forEach((name, index) => {
    positions[index] = writeText(bytes, at, name)
    at = positions[index] + 8
  })
  if (names.length > 0) at = writeLong(bytes, at, 0)
  at = writeLong(bytes, at, labels.length)
  for (const [name, value] of labels) at = writeText(bytes, writeText(bytes, at, name), value)
  if (labels.length > 0) writeLong(bytes, at, 0)
  return { names, labels, bytes, view: new DataView(bytes.buffer), timeAt, timeBytes, positions }
}

function metricsBytes(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + textBytes(name) + 8, mapBytes(names.length))
}

function labelsBytes(labels: readonly [string, string][]): number {
  return labels.reduce((sum, [name, value]) => sum + textBytes(name) + textBytes(value), mapBytes(labels.length))
}

function mapBytes(count: number): number {
  return count === 0 ? 1 : longBytes(count) + 1
}

function textBytes(text: string): number {
  const length = Buffer.byteLength(text)
  return longBytes(length) + length
}

function writeText(bytes: Uint8Array, at: number, text: string): number {
  const encoded = Buffer.from(text)
  const start = writeLong(bytes, at, encoded.length)
  bytes.set(encoded, start)
  return start + encoded.length
}
