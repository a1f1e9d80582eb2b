import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One way to find the anomalies, as a program of its own that prints one line of JSON at the end. */
export interface Program {
  readonly id: string
  /** For people. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface Places {
  /** The folder of the peers, with `kafka-streams` compiled. */
  readonly peers: string
  /** host:port of a broker. */
  readonly kafka: string
  readonly frames: number
  /** A Python with quixstreams[avro]; '' when there is none. */
  readonly quix: string
  /** A Python with faust-streaming and fastavro; '' when there is none. */
  readonly faust: string
}

/** Id of our own program. */
export const OURS = 'homeostat'

/** So many frames for programs that would take minutes for all. */
const FEW = 20_000

/** Ours and the peers, in the order in which they are run; those whose Python is not named are left out. */
export function programsOf(places: Places): readonly Program[] {
  const { peers, kafka, frames, quix, faust } = places
  const streams = (id: string, name: string, env: Record<string, string>): Program => ({
    id,
    name: `Kafka Streams, ${name}`,
    command: 'java',
    args: ['-Xmx512m', ...javaOf(peers), 'peer.Streams', String(frames)],
    env: { BROKERS: kafka, ...env },
  })
  const python = (id: string, name: string, command: string, file: string, count: number, env: Record<string, string>) =>
    command === ''
      ? []
      : [{ id, name, command, args: [join(peers, 'python', file), String(count)], env: { BROKERS: kafka, ...env } }]
  const few = Math.min(frames, FEW)
  return [
    ours(kafka),
    streams('streams-tuned', 'tuned decoder, store in memory', { LAYOUT: 'source', STORE: 'mem', DECODER: 'direct' }),
    streams('streams-source', 'entry a source, RocksDB', { LAYOUT: 'source' }),
    streams('streams-metric-memory', 'entry a metric, store in memory', { LAYOUT: 'metric', STORE: 'mem' }),
    streams('streams-metric', 'entry a metric, RocksDB', { LAYOUT: 'metric' }),
    ...python('quix-source', 'Quix Streams, entry a source', quix, QUIX, frames, { LAYOUT: 'source' }),
    ...python('quix-metric', 'Quix Streams, entry a metric', quix, QUIX, few, { LAYOUT: 'metric' }),
    ...python('faust', 'Faust, entry a source', faust, FAUST, few, { LAYOUT: 'source', GUARANTEE: 'exactly_once' }),
    ...python('faust-at-least-once', 'Faust, entry a source, at least once', faust, FAUST, few, {
      LAYOUT: 'source',
      GUARANTEE: 'at_least_once',
    }),
  ]
}

const QUIX = 'quix_peer.py'
const FAUST = 'faust_peer.py'

/** The program that fills the topic: so many frames of 50 metrics from 200 sources in two partitions, the same every time. */
export function generatorOf({ peers, kafka, frames }: Places): Program {
  return {
    id: 'generator',
    name: 'generator',
    command: 'java',
    args: [...javaOf(peers), 'peer.Frames', String(frames), '50', '200', '2'],
    env: { BROKERS: kafka },
  }
}

function ours(kafka: string): Program {
  const tsx = fileURLToPath(import.meta.resolve('tsx'))
  const worker = fileURLToPath(new URL('ours-worker.ts', import.meta.url))
  return { id: OURS, name: 'Homeostat', command: process.execPath, args: ['--import', tsx, worker, kafka], env: {} }
}

function javaOf(peers: string): readonly string[] {
  const folder = join(peers, 'kafka-streams', 'target')
  return ['-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', `${join(folder, 'classes')}:${join(folder, 'libs', '*')}`]
}
