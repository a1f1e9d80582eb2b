import avsc from 'avsc'
import type { FrameView } from '../../schemas/codec/codec.ts'
import { createCodec } from '../../schemas/codec/create-codec.ts'
import { recordSchemas } from '../../schemas/generated/records.ts'
import { embeddedRegistry } from '../../schemas/registry/embedded-registry.ts'

// `node --import tsx ops/bench/codec.ts`: frames per CPU second of avsc and of the fast reader and writer, in one run.

const SOURCES = 250
const METRICS = 50
const FRAMES = 20_000
const ROUNDS = 7

const codec = await createCodec({ registry: await embeddedRegistry({ load: async () => [], save: async () => {} }) })
const plain = avsc.Type.forSchema(recordSchemas.Frame as avsc.Schema) // a schema of ours
const views = Array.from({ length: FRAMES }, (_, index) => frameOf(index))
const records = views.map(({ names, values, ...rest }) => ({
  ...rest,
  metrics: Object.fromEntries(names.map((name, i) => [name, values[i]])),
}))
const frames = views.map((view) => codec.encodeFrame(view))
const bodies = frames.map((frame) => frame.subarray(5))

const subjects = {
  'avsc read': () => bodies.forEach((body) => void plain.fromBuffer(body)),
  'fast read': () => frames.forEach((frame) => void codec.decode(frame)),
  'avsc write': () => records.forEach((record) => void plain.toBuffer(record)),
  'fast write': () => views.forEach((view) => void codec.encodeFrame(view)),
  'event time': () => frames.forEach((frame) => void codec.frameTime(frame)),
}

const rates = new Map<string, number[]>(Object.keys(subjects).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(subjects)) rates.get(name)?.push(FRAMES / cpuSeconds(run))
}

console.log(
  `${FRAMES} frames of ${METRICS} metrics (${frames[0].length} bytes), ${SOURCES} sources in turn, median of ${ROUNDS} rounds`,
)
const base = { read: median(rates.get('avsc read') ?? []), write: median(rates.get('avsc write') ?? []) }
for (const [name, values] of rates) {
  const rate = median(values)
  const ratio = rate / (name.endsWith('write') ? base.write : base.read)
  console.log(`${name.padEnd(11)} ${(rate / 1e6).toFixed(3)} M frames per CPU second  ${ratio.toFixed(1)} × avsc`)
}

function frameOf(index: number): FrameView {
  const source = index % SOURCES
  return {
    source: `host-${source}.example`,
    at: 1_795_000_000_000 + index * 15_000,
    names: Array.from({ length: METRICS }, (_, metric) => `metric_number_${metric}`),
    values: Float64Array.from({ length: METRICS }, (_, metric) => Math.sin(index + metric) * 100),
    labels: { region: source % 2 ? 'eu' : 'us', host: `host-${source}` },
  }
}

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]
}
