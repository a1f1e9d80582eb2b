import { ewma } from '../../streams/sense/ewma.ts'
import { levelShift } from '../../streams/sense/level-shift.ts'
import { novelty } from '../../streams/sense/novelty.ts'
import { stuck } from '../../streams/sense/stuck.ts'
import { processorRig } from './support/processor-rig.ts'
import { syntheticFrame } from './support/synthetic-frames.ts'
const sources = Number(process.argv[2] ?? 10), metrics = Number(process.argv[3] ?? 50)
const fleet = { sources, metrics, everyMs: 15000, from: 1.7e12 }
const rigs = { ewma: processorRig(ewma, sources), levelShift: processorRig(levelShift, sources), novelty: processorRig(novelty, sources), stuck: processorRig(stuck, sources) }
let n = 0
for (; n < 121 * sources; n++) for (const r of Object.values(rigs)) r.fold(n % sources, syntheticFrame(fleet, n) as never)
const frames = Array.from({ length: 8 * sources }, (_, k) => syntheticFrame(fleet, n + k) as never)
const out: Record<string, number[]> = {}
const reps = Math.ceil(20000 / frames.length)
for (let round = 0; round < 21; round++)
  for (const [name, rig] of Object.entries(rigs)) {
    const t = process.cpuUsage()
    for (let r = 0; r < reps; r++) for (let k = 0; k < frames.length; k++) rig.fold(k % sources, frames[k])
    const c = process.cpuUsage(t)
    ;(out[name] ??= []).push(((c.user + c.system) * 1000) / (reps * frames.length))
  }
for (const [name, a] of Object.entries(out)) { a.sort((x, y) => x - y); console.log(name.padEnd(12), 'median', (a[10] / metrics).toFixed(2), 'min', (a[0] / metrics).toFixed(2), 'ns/sample') }
