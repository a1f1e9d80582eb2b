import { parseArgs } from 'node:util'
import { proveExactlyOnce } from '../prove/exactly-once.ts'
import { seededRandom } from '../prove/seeded-random.ts'
import { clusterOf, clusterOptions } from './support/cluster-of.ts'
import { tellJudgement } from './support/tell-judgement.ts'
import { withScratchFolder } from './support/with-scratch-folder.ts'

// `homeostat bench exactly-once`: kills the stages and projections again and again and compares with an undisturbed run. On the
// embedded log, or with `-- --kafka HOST:PORT --registry URL` on a cluster.

const { values: args } = parseArgs({
  options: {
    ...clusterOptions,
    frames: { type: 'string', default: '200000' },
    sources: { type: 'string', default: '20' },
    kills: { type: 'string', default: '30' },
    life: { type: 'string', default: '700' },
    processes: { type: 'string', default: '1' },
    slow: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
})
const cluster = clusterOf(args)
await withScratchFolder('exactly-once', async (folder) => {
  const report = await proveExactlyOnce({
    folder,
    ...(cluster && { cluster }),
    frames: Number(args.frames),
    sources: Number(args.sources),
    processes: Number(args.processes),
    kills: Number(args.kills),
    longestLifeMs: Number(args.life),
    slowMs: Number(args.slow),
    random: seededRandom(Number(args.seed)),
    say: (line) => console.log(line),
  })
  const { failpoints, kills } = report
  return tellJudgement(report, `${args.frames} frames, killed ${kills} times at random and at ${failpoints.length} failpoints`)
})
