import { senseStage } from '../../streams/sense/sense-stage.ts'
import { openBenchLog } from './peers/open-bench-log.ts'
import { requireKafka } from './peers/require-option.ts'
import { benchmark } from './support/benchmark.ts'
import { type Spent, spent, sumOf } from './support/cpu.ts'
import { fillLog } from './support/fill-log.ts'
import { memoryCodec } from './support/memory-codec.ts'
import { runTasks } from './support/run-tasks.ts'

// `homeostat bench kafka-end-to-end -- --kafka HOST:PORT`: fetch, decode, detect, commit and snapshot through Kafka, exactly once, by
// the stage `sense` as it is.

await benchmark({ kafka: '', frames: 1_000_000, sources: 200, metrics: 50, rounds: 3 }, async (sizes, say) => {
  const { kafka, frames, sources, metrics, rounds } = sizes
  requireKafka(sizes)
  const stages = Array.from({ length: rounds }, (_, round) => ({ ...senseStage, name: `sense-${round + 1}` }))
  const log = await openBenchLog({ kafka, prefix: `bench-${Date.now()}.` }, stages, 1)
  const codec = await memoryCodec()
  const filled = await spent(() =>
    fillLog(log, codec, { sources, metrics, everyMs: 15_000, from: 1_700_000_000_000 }, 0, frames, { batchSize: 2_000 }),
  )
  say(`filled: ${((filled.cpuSeconds * 1e6) / frames).toFixed(1)} CPU µs a frame`)
  const each: Spent[] = []
  for (const stage of stages) {
    const result = await spent(() =>
      runTasks(stage, { log, codec }, ({ positions: [position] }) => position >= frames, { patient: true }),
    )
    each.push(result)
    say(`${stage.name}: ${costOf(result).toFixed(3)} CPU µs a sample, ${result.wallSeconds.toFixed(1)} s`)
  }
  await log.close()
  function costOf({ cpuSeconds }: Spent): number {
    return (cpuSeconds * 1e6) / (frames * metrics)
  }
  return {
    load: `${frames} frames of ${metrics} metrics from ${sources} sources, through one broker, exactly once; opening and last commit of the stage included`,
    figures: [
      { what: 'end to end on Kafka', rounds: each.map(costOf), unit: 'CPU µs/sample', bar: { atMost: 0.2 }, spent: sumOf(each) },
      { what: 'end to end on Kafka', rounds: each.map((one) => 1 / costOf(one)), unit: 'M samples/CPU s' },
    ],
  }
})
