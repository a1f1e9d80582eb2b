import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import { versionOf } from '../../streams/runtime/task/version.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { openInstallation } from '../app/open-installation.ts'
import { replayTask } from '../rehearse/replay.ts'
import { verifyTask } from '../rehearse/verify.ts'
import { benchmark } from './support/benchmark.ts'
import { type Spent, spent, sumOf } from './support/cpu.ts'
import { fillLog } from './support/fill-log.ts'
import { runTasks } from './support/run-tasks.ts'
import { inScratchFolder } from './support/scratch-folder.ts'

// `homeostat bench replay`: how many times faster than it happened a stage's history is folded again.

await benchmark({ hosts: 50, metrics: 50, hours: 24, rounds: 3 }, ({ hosts, metrics, hours, rounds }, say) =>
  inScratchFolder(async (folder) => {
    const everyMs = 15_000
    const frames = (hours * 3_600_000 * hosts) / everyMs
    const fleet = { sources: hosts, metrics, everyMs, from: 1_700_000_000_000 }
    const installation = await openInstallation(folder, [senseStage])
    await fillLog(installation.log, installation.codec, fleet, 0, frames)
    await runTasks(senseStage, installation, ({ positions: [position] }) => position >= frames)
    const ports = { ...installation, clock: systemClock, failpoint: noFailpoint }
    say(`${frames} frames are in the log and folded once`)

    const costs = { replay: [] as Spent[], verify: [] as Spent[] }
    for (let round = 0; round < rounds; round++) {
      costs.replay.push(
        await spent(async () => {
          for await (const _ of replayTask(senseStage, 0, ports, { fresh: true })) void _
        }),
      )
      costs.verify.push(
        await spent(async () => {
          const report = await verifyTask(senseStage, 0, versionOf(senseStage), ports)
          if (report.difference || report.unverified.length > 0) throw new Error('The history could not be verified.')
        }),
      )
    }
    await installation.log.close()

    const figures = Object.entries(costs).map(([what, each]) => ({
      what: `${what}, as a multiple of real time`,
      rounds: each.map(({ cpuSeconds }) => (hours * 3_600) / cpuSeconds),
      unit: '× a core',
      bar: { atLeast: 30_000 },
      spent: sumOf(each),
    }))
    return { load: `${hosts} hosts × ${metrics} metrics every 15 s for ${hours} h (${frames} frames)`, figures }
  }),
)
