import type { FrameView } from '../../schemas/codec/codec.ts'
import { createCodec } from '../../schemas/codec/create-codec.ts'
import { configure } from '../../schemas/core/config.ts'
import { embeddedRegistry } from '../../schemas/registry/embedded-registry.ts'
import type { Context, Processor } from '../../streams/runtime/api/processor.ts'
import { ewma } from '../../streams/sense/ewma.ts'
import { levelShift } from '../../streams/sense/level-shift.ts'
import { MARKS, type SeriesTable } from '../../streams/sense/series-table.ts'

// `node --import tsx ops/bench/sense.ts`: samples per CPU second of decode, of each processor and of all together, in one run.

const SOURCES = 250
const METRICS = 50
const LEARNING = 121
const ROUNDS = 15
const FRAMES_EACH = 8
const REPEATS = 10

const codec = await createCodec({ registry: await embeddedRegistry({ load: async () => [], save: async () => {} }) })
const names = ['cpu_usage', 'memory_usage', ...Array.from({ length: METRICS - 2 }, (_, metric) => `metric_number_${metric}`)]
let findings = 0

/** A processor with the state of every source, as a task holds it. */
class Bench {
  private readonly contexts: Context<SeriesTable, unknown>[]

  constructor(private readonly processor: Processor) {
    this.contexts = Array.from({ length: SOURCES }, (_, source) => contextOf(processor, `default/host-${source}`))
  }

  fold(source: number, frame: FrameView): void {
    this.processor.on.Frame?.(frame, this.contexts[source])
  }

  get bytesPerSeries(): number {
    const { cells, marks, kinds, blocks, names: kept } = this.contexts[0].state
    if (blocks.length > 0 || marks.length !== kept.length * MARKS) throw new Error('the warm-up is not over')
    return (cells.byteLength + marks.byteLength + kinds.byteLength) / kept.length + 8 // one pointer to the shared name
  }
}

const benches = { ewma: new Bench(ewma), levelShift: new Bench(levelShift) }
const bytes = Array.from({ length: FRAMES_EACH * SOURCES }, (_, index) => codec.encodeFrame(frameOf(index)))
const views = bytes.map((frame) => {
  const view = decoded(frame) // for the names that the codec keeps; the values are overwritten by the next frame
  return { ...view, values: view.values.slice() }
})
for (let index = 0; index < LEARNING * SOURCES; index++) {
  const frame = frameOf(index)
  for (const bench of Object.values(benches)) bench.fold(index % SOURCES, frame)
}

const subjects = {
  decode: () => bytes.forEach((frame) => void decoded(frame)),
  ewma: () => views.forEach((view, index) => void benches.ewma.fold(index % SOURCES, view)),
  'level shift': () => views.forEach((view, index) => void benches.levelShift.fold(index % SOURCES, view)),
  'both with decode': () =>
    bytes.forEach((frame, index) => {
      const view = decoded(frame)
      benches.ewma.fold(index % SOURCES, view)
      benches.levelShift.fold(index % SOURCES, view)
    }),
}

const rates = new Map<string, number[]>(Object.keys(subjects).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(subjects)) {
    const seconds = cpuSeconds(() => {
      for (let repeat = 0; repeat < REPEATS; repeat++) run()
    })
    rates.get(name)?.push((REPEATS * views.length * METRICS) / seconds)
  }
}

console.log(
  `${SOURCES} sources × ${METRICS} metrics in turn, ${REPEATS * views.length} frames a round, median of ${ROUNDS} rounds; ${findings} findings`,
)
for (const [name, values] of rates) {
  const sorted = [...values].sort((a, b) => a - b)
  const line = [sorted[values.length >> 1], sorted[values.length - 1]].map(
    (rate) => `${(rate / 1e6).toFixed(1).padStart(6)} M (${(1e9 / rate).toFixed(1)} ns)`,
  )
  console.log(`${name.padEnd(17)} ${line[0]} samples per CPU second, in the best round ${line[1]}`)
}
for (const [name, bench] of Object.entries(benches))
  console.log(`${name.padEnd(17)} ${bench.bytesPerSeries} bytes of state a series`)

function decoded(frame: Buffer): FrameView {
  const { type, value } = codec.decode(frame)
  if (type !== 'Frame') throw new Error('not a frame')
  return value
}

/** Noise around a level, as ordinary samples are; the same in every run. */
function frameOf(index: number): FrameView {
  const source = index % SOURCES
  const noise = (metric: number) => Math.sin(index * 12.9898 + metric * 78.233) * 3
  return {
    source: `host-${source}`,
    at: 1_795_000_000_000 + Math.floor(index / SOURCES) * 15_000,
    names,
    values: Float64Array.from({ length: METRICS }, (_, metric) => 40 + noise(metric)),
    labels: {},
  }
}

function contextOf(processor: Processor, key: string): Context<SeriesTable, unknown> {
  return {
    config: configure(processor.name, processor.config),
    key,
    state: processor.state.empty() as SeriesTable, // both keep one
    at: 0,
    now: 0,
    nextId: () => '',
    emit: (_, type) => {
      if (type === 'Finding') findings += 1
    },
    wakeAt: () => {},
    cancel: () => {},
    forget: () => {},
    window: () => [],
  }
}

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
