import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBroker } from '../kafka/broker.ts'
import { startRegistry } from '../kafka/registry.ts'
import { outageNames, proveOutages } from '../prove/outages.ts'
import { seededRandom } from '../prove/seeded-random.ts'
import { tellJudgement } from './support/tell-judgement.ts'
import { withScratchFolder } from './support/with-scratch-folder.ts'

// `homeostat bench outages`: starts a Kafka of its own (one broker, or three with `-- --brokers 3`), a registry and a database, and
// kills each of them in mid-run.

const { values: args } = parseArgs({
  options: {
    brokers: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    partitions: { type: 'string', default: '1' },
    session: { type: 'string', default: '3000' },
    frames: { type: 'string', default: '100000' },
    sources: { type: 'string', default: '20' },
    outages: { type: 'string', default: 'broker,registry,postgres,broker' },
    away: { type: 'string', default: '3000' },
    slow: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
})
await withScratchFolder('outages', async (folder) => {
  const nodes = args.brokers === '3' ? 3 : 1
  const kafka = await startBroker({ folder: join(folder, 'kafka'), nodes, port: Number(args.port) })
  const registry = await startRegistry({ folder: join(folder, 'registry') })
  try {
    const { brokers } = kafka
    const cluster = {
      brokers,
      registry: registry.url,
      partitions: Number(args.partitions),
      sessionMs: Number(args.session),
    }
    const wanted = args.outages.split(',')
    const report = await proveOutages({
      folder,
      cluster,
      kafka,
      registry,
      frames: Number(args.frames),
      sources: Number(args.sources),
      outages: wanted.flatMap((name) => outageNames.find((known) => known === name) ?? []),
      awayMs: Number(args.away),
      slowMs: Number(args.slow),
      random: seededRandom(Number(args.seed)),
      say: (line) => console.log(line),
    })
    for (const { name, back, pause, task, after } of report.outages) {
      const behind = `${after.toFixed(1)} s after it was ready`
      console.log(`${name}: back after ${back.toFixed(1)} s; ${task} paused for ${pause.toFixed(1)} s, until ${behind}`)
    }
    return tellJudgement(report, `${args.frames} frames, ${report.outages.length} servers killed`)
  } finally {
    await Promise.all([kafka.stop(), registry.stop()])
  }
})
