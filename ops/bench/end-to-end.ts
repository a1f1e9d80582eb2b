import { senseStage } from '../../streams/sense/sense-stage.ts'
import { openInstallation } from '../app/open-installation.ts'
import { benchmark } from './support/benchmark.ts'
import { type Spent, spent, sumOf } from './support/cpu.ts'
import { fillLog } from './support/fill-log.ts'
import { runTasks } from './support/run-tasks.ts'
import { inScratchFolder } from './support/scratch-folder.ts'

// `homeostat bench end-to-end`: read, decode, detect, commit and snapshot through the embedded log, as fast as it goes.

await benchmark({ frames: 400_000, sources: 200, metrics: 50, rounds: 5 }, async ({ frames, sources, metrics, rounds }, say) => {
  const fleet = { sources, metrics, everyMs: 15_000, from: 1_700_000_000_000 }
  const samples = frames * metrics
  const each: Spent[] = []
  for (let round = 1; round <= rounds; round++) {
    each.push(
      await inScratchFolder(async (folder) => {
        const installation = await openInstallation(folder, [senseStage])
        await fillLog(installation.log, installation.codec, fleet, 0, frames)
        const result = await spent(() => runTasks(senseStage, installation, ({ positions: [position] }) => position >= frames))
        await installation.log.close()
        return result
      }),
    )
    const { cpuSeconds, wallSeconds } = each[round - 1]
    say(`round ${round}: ${rate(cpuSeconds)} M samples a CPU second, ${rate(wallSeconds)} M a second`)
  }
  function rate(seconds: number): string {
    return (samples / seconds / 1e6).toFixed(1)
  }
  const rates = each.map(({ cpuSeconds }) => samples / cpuSeconds / 1e6)
  return {
    load: `${frames} frames of ${metrics} metrics from ${sources} sources, through the embedded log`,
    figures: [{ what: 'end to end', rounds: rates, unit: 'M samples/CPU s', bar: { atLeast: 8 }, spent: sumOf(each) }],
  }
})
