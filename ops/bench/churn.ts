import { parseArgs } from 'node:util'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { proveChurn } from '../prove/churn.ts'
import { seededRandom } from '../prove/seeded-random.ts'
import { clusterOf, clusterOptions } from './support/cluster-of.ts'
import { tellJudgement } from './support/tell-judgement.ts'
import { withScratchFolder } from './support/with-scratch-folder.ts'

// `homeostat bench churn -- --kafka HOST:PORT --registry URL`: members come and go and stand still while commits are under way. With
// `--unfenced` the writers fence nobody; then it must fail.

const { values: args } = parseArgs({
  options: {
    ...clusterOptions,
    frames: { type: 'string', default: '100000' },
    sources: { type: 'string', default: '20' },
    slow: { type: 'string', default: '1500' },
    rounds: { type: 'string', default: '8' },
    every: { type: 'string', default: '2500' },
    unfenced: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
})
const cluster = clusterOf(args)
if (cluster === undefined) throw new HomeostatError('HS_USAGE', { message: '--kafka is missing: host:port of a broker.' })
await withScratchFolder('churn', async (folder) => {
  const report = await proveChurn({
    folder,
    cluster,
    frames: Number(args.frames),
    sources: Number(args.sources),
    slowMs: Number(args.slow),
    rounds: Number(args.rounds),
    everyMs: Number(args.every),
    unfenced: args.unfenced,
    random: seededRandom(Number(args.seed)),
    say: (line) => console.log(line),
  })
  const fences = args.unfenced ? ' without fences' : ''
  return tellJudgement(report, `${args.frames} frames${fences}, ${report.came} members came and went, ${report.zombies} zombies`)
})
