import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { requireKafka } from './peers/require-option.ts'
import { benchmark } from './support/benchmark.ts'

// `homeostat bench kafka-idle -- --kafka HOST:PORT`: how many requests an installation sends while nothing happens but its clock.

/** What the worker prints. */
interface Idle {
  readonly seconds: number
  readonly requests: number
  readonly byApi: Readonly<Record<string, number>>
  readonly cpuSeconds: number
}

const worker = fileURLToPath(new URL('peers/idle-worker.ts', import.meta.url))

await benchmark({ kafka: '', seconds: 30, rounds: 1 }, async (sizes, say) => {
  requireKafka(sizes)
  const measured: Idle[] = []
  for (let round = 1; round <= sizes.rounds; round++) {
    const one = JSON.parse(await output(['--import', 'tsx', worker, sizes.kafka, String(sizes.seconds)])) as Idle // what it prints
    measured.push(one)
    say(`round ${round}: ${JSON.stringify(one)}`)
  }
  return {
    load: `all stages and a tick every 5 s, no frames, for ${sizes.seconds} s`,
    figures: [
      {
        what: 'requests to the broker while idle',
        rounds: measured.map(({ requests, seconds }) => requests / seconds),
        unit: '/s',
        bar: { atMost: 50 },
      },
      {
        what: 'CPU while idle',
        rounds: measured.map(({ cpuSeconds, seconds }) => (100 * cpuSeconds) / seconds),
        unit: '% of a core',
        bar: { atMost: 5 },
      },
    ],
  }
})

function output(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`The process ended with ${code}.`))))
  })
}
