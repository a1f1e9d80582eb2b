import type { Stage } from '../../streams/runtime/api/stage.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { stages } from '../app/stages.ts'
import { openBenchLog } from './peers/open-bench-log.ts'
import { requireKafka } from './peers/require-option.ts'
import { benchmark } from './support/benchmark.ts'
import { type Spent, spent, sumOf } from './support/cpu.ts'
import { fillLog } from './support/fill-log.ts'
import { memoryCodec } from './support/memory-codec.ts'
import { runAllStages } from './support/run-all-stages.ts'
import { runTasks } from './support/run-tasks.ts'

// `homeostat bench kafka-end-to-end -- --kafka HOST:PORT`: fetch, decode, detect, commit and snapshot through Kafka, exactly once: by all
// stages in one process as they are, then the same frames by the stage `sense` alone.

const alone: Stage = { ...senseStage, name: 'sense-alone' }

await benchmark({ kafka: '', frames: 1_000_000, sources: 200, metrics: 50, rounds: 3 }, async (sizes, say) => {
  const { kafka, frames, sources, metrics, rounds } = sizes
  requireKafka(sizes)
  const codec = await memoryCodec()
  const together: Spent[] = []
  const single: Spent[] = []
  for (let round = 1; round <= rounds; round++) {
    const log = await openBenchLog({ kafka, prefix: `bench-${Date.now()}.` }, [...stages, alone], 1)
    const filled = await spent(() =>
      fillLog(log, codec, { sources, metrics, everyMs: 15_000, from: 1_700_000_000_000 }, 0, frames, { batchSize: 2_000 }),
    )
    say(`round ${round}, filled: ${((filled.cpuSeconds * 1e6) / frames).toFixed(1)} CPU µs a frame`)
    together.push(await spent(() => runAllStages({ log, codec }, frames)))
    single.push(await spent(() => runTasks(alone, { log, codec }, ({ positions: [at] }) => at >= frames, { patient: true })))
    await log.close()
    const told = [together, single].map(
      (each) => `${costOf(each[round - 1]).toFixed(3)} (${each[round - 1].wallSeconds.toFixed(1)} s)`,
    )
    say(`round ${round}, CPU µs a sample: all stages ${told[0]}, sense ${told[1]}`)
  }
  function costOf({ cpuSeconds }: Spent): number {
    return (cpuSeconds * 1e6) / (frames * metrics)
  }
  const figure = (what: string, each: readonly Spent[]) => ({
    what,
    rounds: each.map(costOf),
    unit: 'CPU µs/sample',
    bar: { atMost: 0.2 },
    spent: sumOf(each),
  })
  return {
    load: `${frames} frames of ${metrics} metrics from ${sources} sources, through one broker, exactly once; opening and last commit of the stages included`,
    figures: [
      figure('end to end on Kafka, all stages', together),
      figure('end to end on Kafka, sense with all detectors', single),
      {
        what: 'end to end on Kafka, sense with all detectors',
        rounds: single.map((one) => 1 / costOf(one)),
        unit: 'M samples/CPU s',
      },
    ],
  }
})
