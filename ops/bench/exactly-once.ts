import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { proveExactlyOnce } from '../prove/exactly-once.ts'
import { seededRandom } from '../prove/seeded-random.ts'

// `homeostat bench exactly-once`: kills the stages and projections again and again and compares with an undisturbed run.

const { values: args } = parseArgs({
  options: {
    frames: { type: 'string', default: '200000' },
    sources: { type: 'string', default: '20' },
    kills: { type: 'string', default: '30' },
    life: { type: 'string', default: '700' },
    seed: { type: 'string', default: '1' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'homeostat-exactly-once-'))
const report = await proveExactlyOnce({
  folder,
  frames: Number(args.frames),
  sources: Number(args.sources),
  kills: Number(args.kills),
  longestLifeMs: Number(args.life),
  random: seededRandom(Number(args.seed)),
  say: (line) => console.log(line),
})
for (const [name, { count, hash }] of Object.entries(report.disturbed)) {
  const same = hash === report.undisturbed[name]?.hash
  console.log(
    `${name.padEnd(24)} ${String(count).padStart(8)} ${hash} ${same ? 'equal' : `DIFFERENT (${report.undisturbed[name]?.count})`}`,
  )
}
console.log(
  `${args.frames} frames, killed ${report.kills} times at random and at ${report.failpoints.length} failpoints: ` +
    (report.differences.length === 0
      ? 'every topic and table is equal, byte for byte'
      : `${report.differences.join(', ')} differ`),
)
if (report.differences.length > 0) {
  console.log(`The data is left in ${folder} for a look.`)
  process.exitCode = 1
} else rmSync(folder, { recursive: true, force: true })
