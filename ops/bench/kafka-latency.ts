import { requireKafka } from './peers/require-option.ts'
import { benchmark } from './support/benchmark.ts'
import { measureLatency } from './support/measure-latency.ts'

// `homeostat bench kafka-latency -- --kafka HOST:PORT`: from a sample to its signal in the API, over a cluster and one process of all roles.

await benchmark({ kafka: '', probes: 200, sources: 200, metrics: 50 }, async (sizes, say) => {
  requireKafka(sizes)
  return measureLatency(sizes, ['--kafka', sizes.kafka, '--prefix', `latency-${Date.now()}.`], 1_000, say)
})
