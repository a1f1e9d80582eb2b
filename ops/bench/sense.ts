import type { FrameView } from '../../schemas/codec/codec.ts'
import { bars as barsOfSeries } from '../../streams/sense/bars.ts'
import { ewma } from '../../streams/sense/ewma.ts'
import { levelShift } from '../../streams/sense/level-shift.ts'
import { novelty } from '../../streams/sense/novelty.ts'
import { stuck } from '../../streams/sense/stuck.ts'
import { benchmark } from './support/benchmark.ts'
import { type Spent, spent, sumOf } from './support/cpu.ts'
import type { Bar } from './support/figure.ts'
import { memoryCodec } from './support/memory-codec.ts'
import { processorRig } from './support/processor-rig.ts'
import { syntheticFrame } from './support/synthetic-frames.ts'

// `homeostat bench sense`: samples a CPU second of decoding, of each detector and of all together, in one run.

const LEARNING = 121
const FRAMES_EACH = 8
const REPEATS = 10
const bars: Readonly<Record<string, Bar>> = {
  'decode, EWMA and level shift': { atLeast: 20 },
  'decode and all detectors': { atLeast: 10 },
}

await benchmark({ sources: 250, metrics: 50, rounds: 15 }, async ({ sources, metrics, rounds }) => {
  const fleet = { sources, metrics, everyMs: 15_000, from: 1_700_000_000_000 }
  const codec = await memoryCodec()
  const rigs = {
    ewma: processorRig(ewma, sources),
    levelShift: processorRig(levelShift, sources),
    novelty: processorRig(novelty, sources),
    stuck: processorRig(stuck, sources),
    bars: processorRig(barsOfSeries, sources),
  }
  const all = Object.values(rigs)
  const encoded = Array.from({ length: FRAMES_EACH * sources }, (_, n) =>
    codec.encodeFrame(syntheticFrame(fleet, LEARNING * sources + n)),
  )
  for (let n = 0; n < LEARNING * sources; n++) {
    const frame = decoded(codec.encodeFrame(syntheticFrame(fleet, n)))
    for (const rig of all) rig.fold(n % sources, frame)
  }
  const views = encoded.map((frame) => {
    const view = decoded(frame) // for the names that the codec keeps; the values are overwritten by the next frame
    return { ...view, values: view.values.slice() }
  })

  const subjects = {
    'decode alone': () => encoded.forEach((frame) => void decoded(frame)),
    'EWMA alone': () => views.forEach((view, n) => void rigs.ewma.fold(n % sources, view)),
    'level shift alone': () => views.forEach((view, n) => void rigs.levelShift.fold(n % sources, view)),
    'novelty alone': () => views.forEach((view, n) => void rigs.novelty.fold(n % sources, view)),
    'stuck alone': () => views.forEach((view, n) => void rigs.stuck.fold(n % sources, view)),
    'bars alone': () => views.forEach((view, n) => void rigs.bars.fold(n % sources, view)),
    'decode, EWMA and level shift': () =>
      encoded.forEach((frame, n) => {
        const view = decoded(frame)
        rigs.ewma.fold(n % sources, view)
        rigs.levelShift.fold(n % sources, view)
      }),
    'decode and all detectors': () =>
      encoded.forEach((frame, n) => {
        const view = decoded(frame)
        for (const rig of all) rig.fold(n % sources, view)
      }),
  }
  const measured = new Map<string, Spent[]>(Object.keys(subjects).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(subjects)) {
      const cost = await spent(() => {
        for (let repeat = 0; repeat < REPEATS; repeat++) run()
      })
      measured.get(name)?.push(cost)
    }
  }

  const samples = REPEATS * encoded.length * metrics
  return {
    load: `${sources} sources × ${metrics} metrics in turn, ${REPEATS * encoded.length} frames a round; ${all.reduce((sum, { findings }) => sum + findings, 0)} findings`,
    figures: [
      ...[...measured].map(([what, each]) => ({
        what,
        rounds: each.map(({ cpuSeconds }) => samples / cpuSeconds / 1e6),
        unit: 'M samples/CPU s',
        ...(what in bars ? { bar: bars[what] } : {}),
        spent: sumOf(each),
      })),
      { what: 'state of EWMA', rounds: [rigs.ewma.bytesPerSeries()], unit: 'bytes a series' },
      { what: 'state of level shift', rounds: [rigs.levelShift.bytesPerSeries()], unit: 'bytes a series' },
      { what: 'state of novelty', rounds: [rigs.novelty.bytesPerSeries()], unit: 'bytes a series' },
      { what: 'state of stuck', rounds: [rigs.stuck.bytesPerSeries()], unit: 'bytes a series' },
    ],
  }

  function decoded(frame: Buffer): FrameView {
    const { type, value } = codec.decode(frame)
    if (type !== 'Frame') throw new Error('not a frame')
    return value
  }
})
