import avsc from 'avsc'
import { recordSchemas } from '../../schemas/generated/records.ts'
import { benchmark } from './support/benchmark.ts'
import { type Spent, spent, sumOf } from './support/cpu.ts'
import { median } from './support/median.ts'
import { memoryCodec } from './support/memory-codec.ts'
import { asJson, syntheticFrame } from './support/synthetic-frames.ts'

// `homeostat bench codec`: frames a CPU second of avsc and of the fast reader and writer, in one run.

await benchmark({ frames: 20_000, sources: 250, metrics: 50, rounds: 7 }, async ({ frames: count, sources, metrics, rounds }) => {
  const fleet = { sources, metrics, everyMs: 15_000, from: 1_795_000_000_000 }
  const codec = await memoryCodec()
  const plain = avsc.Type.forSchema(recordSchemas.Frame as avsc.Schema) // a schema of ours
  const views = Array.from({ length: count }, (_, n) => syntheticFrame(fleet, n))
  const records = views.map(asJson)
  const frames = views.map((view) => codec.encodeFrame(view))
  const bodies = frames.map((frame) => frame.subarray(5))

  const subjects = {
    'read by avsc': () => bodies.forEach((body) => void plain.fromBuffer(body)),
    'read by the codec': () => frames.forEach((frame) => void codec.decode(frame)),
    'event time by the codec': () => frames.forEach((frame) => void codec.frameTime(frame)),
    'written by avsc': () => records.forEach((record) => void plain.toBuffer(record)),
    'written by the codec': () => views.forEach((view) => void codec.encodeFrame(view)),
  }
  const measured = new Map<string, Spent[]>(Object.keys(subjects).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(subjects)) measured.get(name)?.push(await spent(run))
  }
  const cost = (name: string) => median((measured.get(name) ?? []).map(({ cpuSeconds }) => cpuSeconds))

  return {
    load: `${count} frames of ${metrics} metrics (${frames[0].length} bytes), ${sources} sources in turn`,
    figures: [
      ...[...measured].map(([what, each]) => ({
        what,
        rounds: each.map(({ cpuSeconds }) => count / cpuSeconds / 1e6),
        unit: 'M frames/CPU s',
        spent: sumOf(each),
      })),
      { what: 'reading, as a multiple of avsc', rounds: [cost('read by avsc') / cost('read by the codec')], unit: '×' },
      { what: 'writing, as a multiple of avsc', rounds: [cost('written by avsc') / cost('written by the codec')], unit: '×' },
    ],
  }
})
