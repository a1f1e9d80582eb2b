import { benchmark } from './support/benchmark.ts'
import { measureLatency } from './support/measure-latency.ts'

// `homeostat bench latency`: from a sample to its signal in the API.

await benchmark({ probes: 200, sources: 200, metrics: 50 }, (sizes, say) => measureLatency(sizes, [], 500, say))
