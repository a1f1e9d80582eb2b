import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One way to find the anomalies, as a program of its own that prints one line of JSON at the end. */
export interface Program {
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

/** So many frames for programs that would take minutes for all. */
const FEW = 20_000

/** Ours and the peers, in the order in which they are run; those whose Python is not named are left out. */
export function programsOf(places: Places): readonly Program[] {
  const { peers, kafka, frames, quix, faust } = places
  const few = String(Math.min(frames, FEW))
  const streams = (name: string, env: Record<string, string>): Program => ({
    name: `Kafka Streams, ${name}`,
    command: 'java',
    args: ['-Xmx512m', ...javaOf(peers), 'peer.Streams', String(frames)],
    env: { BROKERS: kafka, ...env },
  })
  const python = (name: string, command: string, file: string, count: string, env: Record<string, string>): readonly Program[] =>
    command === '' ? [] : [{ name, command, args: [join(peers, 'python', file), count], env: { BROKERS: kafka, ...env } }]
  return [
    ours(kafka),
    streams('tuned decoder, store in memory', { LAYOUT: 'source', STORE: 'mem', DECODER: 'direct' }),
    streams('entry a source, RocksDB', { LAYOUT: 'source' }),
    streams('entry a metric, store in memory', { LAYOUT: 'metric', STORE: 'mem' }),
    streams('entry a metric, RocksDB', { LAYOUT: 'metric' }),
    ...python('Quix Streams, entry a source', quix, 'quix_peer.py', String(frames), { LAYOUT: 'source' }),
    ...python('Quix Streams, entry a metric', quix, 'quix_peer.py', few, { LAYOUT: 'metric' }),
    ...python('Faust, entry a source, at least once', faust, 'faust_peer.py', few, {
      LAYOUT: 'source',
      GUARANTEE: 'at_least_once',
    }),
    ...python('Faust, entry a source, exactly once', faust, 'faust_peer.py', few, {
      LAYOUT: 'source',
      GUARANTEE: 'exactly_once',
    }),
  ]
}

/** The program that fills the topic: so many frames of 50 metrics from 200 sources in two partitions, the same every time. */
export function generatorOf({ peers, kafka, frames }: Places): Program {
  return {
    name: 'generator',
    command: 'java',
    args: [...javaOf(peers), 'peer.Frames', String(frames), '50', '200', '2'],
    env: { BROKERS: kafka },
  }
}

function ours(kafka: string): Program {
  const tsx = fileURLToPath(import.meta.resolve('tsx'))
  const worker = fileURLToPath(new URL('ours-worker.ts', import.meta.url))
  return { name: 'Homeostat', command: process.execPath, args: ['--import', tsx, worker, kafka], env: {} }
}

function javaOf(peers: string): readonly string[] {
  const folder = join(peers, 'kafka-streams', 'target')
  return ['-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', `${join(folder, 'classes')}:${join(folder, 'libs', '*')}`]
}
