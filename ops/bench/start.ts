import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { ask } from './support/ask.ts'
import { benchmark } from './support/benchmark.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
import { ROOT, whenUp } from './support/up.ts'

// `homeostat bench start`: a fresh clone, `npm start`, and how long until a frame of this machine can be read from the API. The first time
// it installs (from npm's cache, where that is warm); then again with what is installed, on a new data folder each time.

await benchmark({ rounds: 3 }, ({ rounds }, say) =>
  inScratchFolder(async (folder) => {
    const clone = join(folder, 'clone')
    const cloned = spawnSync('git', ['clone', '--quiet', ROOT, clone], { encoding: 'utf8' })
    if (cloned.status !== 0) throw new Error(cloned.stderr)
    const cold = await untilFirstFrame(clone, join(folder, 'cold'))
    say(`first start: ${cold.toFixed(1)} s`)
    const warm: number[] = []
    for (let round = 0; round < rounds; round++) warm.push(await untilFirstFrame(clone, join(folder, `warm-${round}`)))
    return {
      load: 'npm start in a fresh clone of what is committed',
      figures: [
        { what: 'start in a fresh clone, npm ci included', rounds: [cold], unit: 's', bar: { atMost: 60 } },
        { what: 'start, installed', rounds: warm, unit: 's', bar: { atMost: 20 } },
      ],
    }
  }),
)

/** Seconds from `npm start` until GET /sources has this machine. */
async function untilFirstFrame(clone: string, data: string): Promise<number> {
  const began = performance.now()
  const npm = spawn('npm', ['start', '--', '--data', data, '--port', '0', '--json'], {
    cwd: clone,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const up = await whenUp(npm, data)
  try {
    for (;;) {
      const { sources } = await ask<{ sources: unknown[] }>(`${up.url}/sources`)
      if (sources.length > 0) return (performance.now() - began) / 1_000
      await systemClock.sleep(20)
    }
  } finally {
    await up.stop()
  }
}
