import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { benchmark } from './support/benchmark.ts'
import { useOfTree } from './support/process-tree.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
import { startUp } from './support/up.ts'

// `homeostat bench idle`: the share of a core that `homeostat up` takes while it watches this machine and nothing else.

await benchmark({ seconds: 60, settle: 30 }, ({ seconds, settle }, say) =>
  inScratchFolder(async (folder) => {
    const up = await startUp(folder, [])
    say(`up; measuring ${seconds} s after ${settle} s of rest`)
    try {
      await systemClock.sleep(settle * 1_000)
      const began = process.hrtime.bigint()
      const before = useOfTree(up.pid)
      await systemClock.sleep(seconds * 1_000)
      const after = useOfTree(up.pid)
      const wallSeconds = Number(process.hrtime.bigint() - began) / 1e9
      const own = after.own.cpuSeconds - before.own.cpuSeconds
      const postgres = after.descendants.cpuSeconds - before.descendants.cpuSeconds
      const percent = (cpuSeconds: number) => [(100 * cpuSeconds) / wallSeconds]
      return {
        load: `homeostat up with the host source, a frame a second, for ${seconds} s`,
        figures: [
          {
            what: 'idle, all processes',
            rounds: percent(own + postgres),
            unit: '% of a core',
            bar: { atMost: 5 },
            spent: { cpuSeconds: own + postgres, wallSeconds },
          },
          { what: 'idle, homeostat alone', rounds: percent(own), unit: '% of a core' },
          { what: 'idle, PostgreSQL', rounds: percent(postgres), unit: '% of a core' },
        ],
      }
    } finally {
      await up.stop()
    }
  }),
)
