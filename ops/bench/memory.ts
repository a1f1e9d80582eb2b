import { senseStage } from '../../streams/sense/sense-stage.ts'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { publish } from './support/ask.ts'
import { benchmark } from './support/benchmark.ts'
import { caughtUp } from './support/caught-up.ts'
import { fillLog } from './support/fill-log.ts'
import { foldedFleet } from './support/folded-fleet.ts'
import { heldBy } from './support/held-by.ts'
import { useOfTree } from './support/process-tree.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
import { asJson, syntheticFrame } from './support/synthetic-frames.ts'
import { startUp } from './support/up.ts'

// `homeostat bench memory`: what a series takes in memory, and what a whole installation takes that has watched a fleet.

const withoutBars = { ...senseStage, processors: senseStage.processors.filter(({ name }) => name !== 'bars') }

await benchmark({ sources: 1_000, metrics: 50, steps: 130 }, ({ sources, metrics, steps }, say) =>
  inScratchFolder(async (folder) => {
    const everyMs = 15_000
    const fleet = { sources, metrics, everyMs, from: Math.floor(Date.now() - steps * everyMs) }
    const { log, codec } = await openInstallation(folder, stages)
    await fillLog(log, codec, fleet, 0, steps * sources, { ticks: false })
    const { bytes: all } = await heldBy(() => foldedFleet(senseStage, { log, codec }))
    const { bytes } = await heldBy(() => foldedFleet(withoutBars, { log, codec }))
    await log.close()
    say(`${steps * sources} frames are in the log`)

    const up = await startUp(folder, ['--no-host'])
    try {
      await caughtUp(up.url)
      const next = Array.from({ length: sources }, (_, n) => asJson(syntheticFrame(fleet, steps * sources + n)))
      for (let n = 0; n < sources; n += 100) await publish(up.url, next.slice(n, n + 100))
      await caughtUp(up.url)
      const { own, descendants, all: both } = useOfTree(up.pid)
      const megabytes = (count: number) => [count / 1e6]
      return {
        load: `${sources} sources × ${metrics} metrics, ${steps + 1} frames each, then up to date`,
        figures: [
          {
            what: 'hot state of a series, without bars, which are windows',
            rounds: [bytes / (sources * metrics)],
            unit: 'bytes',
            bar: { atMost: 200 },
          },
          { what: '… with its bars of a quarter and an hour', rounds: [all / (sources * metrics)], unit: 'bytes' },
          {
            what: 'homeostat and PostgreSQL together',
            rounds: megabytes(both.memoryBytes),
            unit: 'MB (PSS)',
            bar: { atMost: 600 },
          },
          { what: 'homeostat alone', rounds: megabytes(own.memoryBytes), unit: 'MB (PSS)' },
          { what: '… of which mapped files, above all the log', rounds: megabytes(own.mappedBytes), unit: 'MB (PSS)' },
          { what: 'PostgreSQL alone', rounds: megabytes(descendants.memoryBytes), unit: 'MB (PSS)' },
        ],
      }
    } finally {
      await up.stop()
    }
  }),
)
