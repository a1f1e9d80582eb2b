import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { benchmark } from './support/benchmark.ts'
import { firstLineOf } from './support/first-line-of.ts'
import { inScratchFolder } from './support/scratch-folder.ts'

// `homeostat bench restart`: a process that watches a fleet is killed with -9; how long until the next one has its first new output.

/** What the second life says. */
interface Restarted {
  readonly sinceProcessMs: number
  readonly sinceOpeningMs: number
  readonly cpuSeconds: number
}

/** Starts a script in the way `homeostat` starts. */
const launcher = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url))
const worker = 'ops/bench/support/restart-worker.ts'

await benchmark({ sources: 1_000, metrics: 50, rounds: 5 }, ({ sources, metrics, rounds }, say) =>
  inScratchFolder(async (folder) => {
    const measured: Restarted[] = []
    for (let round = 1; round <= rounds; round++) {
      const data = `${folder}/${round}`
      const first = live('first', data)
      say(`round ${round}: ${await firstLineOf(first)}`)
      first.kill('SIGKILL')
      await endOf(first)
      const second = live('second', data)
      const ended = endOf(second) // it closes its log after it has spoken
      measured.push(JSON.parse(await firstLineOf(second)) as Restarted) // what the worker prints
      await ended
      say(`round ${round}: ${measured[round - 1].sinceProcessMs.toFixed(0)} ms`)
    }
    return {
      load: `kill -9 while ${sources} sources × ${metrics} metrics report every 15 s and states are written every 5 minutes`,
      figures: [
        {
          what: 'restart, to the first new output',
          rounds: measured.map(({ sinceProcessMs }) => sinceProcessMs / 1_000),
          unit: 's',
          bar: { atMost: 2 },
          spent: {
            cpuSeconds: measured.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
            wallSeconds: measured.reduce((sum, { sinceProcessMs }) => sum + sinceProcessMs / 1_000, 0),
          },
        },
        {
          what: '… of which since the log was opened',
          rounds: measured.map(({ sinceOpeningMs }) => sinceOpeningMs / 1_000),
          unit: 's',
        },
      ],
    }

    function live(life: 'first' | 'second', data: string): ChildProcess {
      const args = [launcher, worker, life, data, String(sources), String(metrics)]
      return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    }
  }),
)

function endOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.on('close', resolve))
}
