import protobuf from 'protobufjs/minimal.js'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

export interface WrittenSample {
  /** NaN where the series has ended, or as it came. */
  readonly value: number
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface WrittenSeries {
  /** In the order in which they came, `__name__` among them. */
  readonly labels: readonly (readonly [name: string, value: string])[]
  readonly samples: readonly WrittenSample[]
  /** Native histograms, which are not read. */
  readonly histograms: number
}

/**
 * The series of a `prometheus.WriteRequest` (remote write 1.0); what else it holds, such as metadata and exemplars, is passed over.
 * @see https://prometheus.io/docs/specs/prw/remote_write_spec/
 * @throws HS_REMOTE_WRITE_MALFORMED
 */
export function readWriteRequest(bytes: Uint8Array): readonly WrittenSeries[] {
  const series: WrittenSeries[] = []
  try {
    eachField(protobuf.Reader.create(bytes), bytes.length, (field, reader) => {
      if (field !== TIME_SERIES) return false
      series.push(readSeries(reader, endOf(reader)))
      return true
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new HomeostatError('HS_REMOTE_WRITE_MALFORMED', {
      message: `The body is no WriteRequest of remote write 1.0: ${why}.`,
      value: bytes.length,
      cause,
    })
  }
  return series
}

type Reader = protobuf.Reader

/** Fields by number and wire type: only what has both is taken for what it should be. */
const TIME_SERIES = tag(1, 2)
const [LABELS, SAMPLES, HISTOGRAMS] = [tag(1, 2), tag(2, 2), tag(4, 2)]
const [NAME, TEXT] = [tag(1, 2), tag(2, 2)]
const [VALUE, TIMESTAMP] = [tag(1, 1), tag(2, 0)]

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType
}

function readSeries(reader: Reader, end: number): WrittenSeries {
  const labels: [string, string][] = []
  const samples: WrittenSample[] = []
  let histograms = 0
  eachField(reader, end, (field) => {
    if (field === LABELS) labels.push(readLabel(reader, endOf(reader)))
    else if (field === SAMPLES) samples.push(readSample(reader, endOf(reader)))
    else {
      if (field === HISTOGRAMS) histograms += 1
      return false
    }
    return true
  })
  return { labels, samples, histograms }
}

function readLabel(reader: Reader, end: number): [string, string] {
  const label: [string, string] = ['', '']
  eachField(reader, end, (field) => {
    if (field === NAME) label[0] = reader.string()
    else if (field === TEXT) label[1] = reader.string()
    else return false
    return true
  })
  return label
}

function readSample(reader: Reader, end: number): WrittenSample {
  let value = 0
  let at = 0
  eachField(reader, end, (field) => {
    if (field === VALUE) value = reader.double()
    else if (field === TIMESTAMP) at = Number(String(reader.int64()))
    else return false
    return true
  })
  return { value, at }
}

/** Of a message whose length comes next. */
function endOf(reader: Reader): number {
  const end = reader.uint32() + reader.pos
  if (end > reader.len) throw new RangeError('a message is longer than the body')
  return end
}

function eachField(reader: Reader, end: number, take: (field: number, reader: Reader) => boolean): void {
  while (reader.pos < end) {
    const field = reader.uint32()
    if (!take(field, reader)) reader.skipType(field & 7)
  }
  if (reader.pos !== end) throw new RangeError('a field is longer than its message')
}
