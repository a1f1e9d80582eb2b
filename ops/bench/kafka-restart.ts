import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { requireKafka } from './peers/require-option.ts'
import { benchmark } from './support/benchmark.ts'
import { firstLineOf } from './support/first-line-of.ts'
import { inScratchFolder } from './support/scratch-folder.ts'

// `homeostat bench kafka-restart -- --kafka HOST:PORT`: a process that watches a fleet is killed with -9 and started again at once; how
// long until it has committed its first new output.

/** What the second life says. */
interface Restarted {
  readonly sinceProcessMs: number
  /** When its task was restored and about to read. */
  readonly runningMs: number
  readonly cpuSeconds: number
}

/** Starts a script in the way `homeostat` starts. */
const launcher = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url))
const worker = 'ops/bench/peers/restart-worker.ts'

await benchmark({ kafka: '', session: 10_000, sources: 1_000, metrics: 50, rounds: 3 }, (sizes, say) =>
  inScratchFolder(async (folder) => {
    requireKafka(sizes)
    const { kafka, session, sources, metrics, rounds } = sizes
    const measured: Restarted[] = []
    for (let round = 1; round <= rounds; round++) {
      const prefix = `restart-${Date.now()}.`
      const live = (life: 'first' | 'second'): ChildProcess => {
        const args = [launcher, worker, life, kafka, prefix, session, sources, metrics, `${folder}/${round}`].map(String)
        return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      }
      const first = live('first')
      say(`round ${round}: ${await firstLineOf(first)}`)
      first.kill('SIGKILL')
      await new Promise((resolve) => first.on('close', resolve))
      const one = JSON.parse(await firstLineOf(live('second'))) as Restarted // what the worker prints
      measured.push(one)
      say(`round ${round}: running after ${one.runningMs.toFixed(0)} ms, first output after ${one.sinceProcessMs.toFixed(0)} ms`)
    }
    return {
      load: `kill -9 while ${sources} sources × ${metrics} metrics report every 15 s and states are written every 5 minutes; session time-out ${session / 1e3} s`,
      figures: [
        {
          what: 'restart on Kafka, to the first new output',
          rounds: measured.map(({ sinceProcessMs }) => sinceProcessMs / 1e3),
          unit: 's',
          bar: { atMost: 8 },
          spent: {
            cpuSeconds: measured.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
            wallSeconds: measured.reduce((sum, { sinceProcessMs }) => sum + sinceProcessMs / 1e3, 0),
          },
        },
        { what: '… of which until its task was restored', rounds: measured.map(({ runningMs }) => runningMs / 1e3), unit: 's' },
      ],
    }
  }),
)
