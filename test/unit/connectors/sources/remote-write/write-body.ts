import { createRequire } from 'node:module'
import protobuf from 'protobufjs'

/** A package without types; what is used of it. */
const snappy: { compress(bytes: Buffer): Buffer } = createRequire(import.meta.url)('snappyjs')

const { root } = protobuf.parse(`syntax = "proto3"; package prometheus;
message WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated bytes histograms = 4; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }`)
const WriteRequest = root.lookupType('prometheus.WriteRequest')

export interface GivenSeries {
  readonly labels: Readonly<Record<string, string>>
  /** Value and milliseconds since 1970. */
  readonly samples: readonly (readonly [value: number, at: number])[]
  readonly histograms?: readonly Buffer[]
}

/** A WriteRequest as Prometheus writes it, by the library and the schema instead of by our reader. */
export function writeRequest(series: readonly GivenSeries[]): Buffer {
  const timeseries = series.map(({ labels, samples, histograms = [] }) => ({
    labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
    samples: samples.map(([value, timestamp]) => ({ value, timestamp })),
    exemplars: [{ labels: [{ name: 'trace_id', value: 'x' }], value: 1, timestamp: 1 }],
    histograms,
  }))
  const metadata = [{ type: 1, metricFamilyName: 'a', help: 'help', unit: '' }]
  return Buffer.from(WriteRequest.encode(WriteRequest.fromObject({ timeseries, metadata })).finish())
}

export function compressed(bytes: Buffer): Buffer {
  return snappy.compress(bytes)
}
