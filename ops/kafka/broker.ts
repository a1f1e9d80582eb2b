import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { brokerProperties, clientPort, type NodePlace, PORTS_A_NODE } from './broker-properties.ts'
import { classArchive } from './class-archive.ts'
import { fetched } from './fetched.ts'
import { KAFKA_VERSION, kafkaJars } from './jars.ts'
import { findJava, type Java } from './java.ts'
import { clusterLayout } from './layout.ts'
import { choosePorts } from './ports.ts'
import { type Server, startServer } from './server.ts'

export interface BrokerOptions {
  /** For its data; what is there is gone on with. */
  readonly folder: string
  /** Of the first broker, which takes the next one too; the second has the two after these. 0 chooses free ones. */
  readonly port?: number
  /** Three brokers keep three copies, of which two must be written. */
  readonly nodes?: 1 | 3
  readonly version?: string
  readonly heapMb?: number
  /** Kafka's settings, over those of `broker-properties.ts`. */
  readonly properties?: Readonly<Record<string, string>>
  /** More arguments for the first formatting, such as `--add-scram`. */
  readonly format?: readonly string[]
  /** Stays when this process ends. */
  readonly background?: boolean
  /** Told what takes its time. */
  readonly say?: (line: string) => void
}

/** A running cluster; brokers are counted from 1. */
export interface Cluster {
  /** `host:port` of each. */
  readonly brokers: readonly string[]
  /** Process id of each; 0 for one that does not run. */
  pids(): readonly number[]
  /** As a crash would. */
  kill(node: number): Promise<void>
  /** Starts a broker that was killed, on its data and its ports; stops it before when it runs. */
  restart(node: number): Promise<void>
  /** Ends all of them; the data stay. */
  stop(): Promise<void>
}

/**
 * Starts an Apache Kafka of one or three brokers on loopback and resolves when clients can use it. Its jars are fetched by Maven once.
 * @throws HS_JAVA_MISSING, HS_MAVEN_MISSING, HS_DOWNLOAD_FAILED, HS_PORT_IN_USE, HS_CLUSTER_LAYOUT, HS_SERVER_START
 */
export async function startBroker(options: BrokerOptions): Promise<Cluster> {
  const { nodes = 1, version = KAFKA_VERSION, port = 0, background = false, say = () => undefined } = options
  const folder = resolve(options.folder)
  const java = findJava()
  const jars = await fetched(kafkaJars(version), say)
  const { clusterId } = clusterLayout(folder, nodes)
  const firstPort = await choosePorts(port, nodes * PORTS_A_NODE)
  const places = Array.from({ length: nodes }, (_, index): NodePlace => {
    return { node: index + 1, nodes, firstPort, folder: nodeFolder(folder, index + 1) }
  })
  const archive = classArchive(jars, 'broker', java, !background)
  const servers = new Map<number, Server>()
  const start = async (place: NodePlace): Promise<void> => {
    const config = prepare(place, clusterId, java, jars, options)
    const shared = place.node === 1 ? archive.options : [] // one broker is enough to write the archive
    const { folder, node } = place
    servers.set(
      node,
      await startServer({
        title: `Kafka broker ${node}`,
        folder,
        command: [...jvm(java, options.heapMb ?? 384), ...shared, '-cp', join(jars, '*'), 'kafka.Kafka', config],
        background,
        isReady: (log) => log.includes('Kafka Server started'),
      }),
    )
  }
  const stop = async (): Promise<void> => {
    const patienceMs = nodes === 1 ? 30_000 : 8_000 // of several, the last ones wait for a majority that is gone
    const orderly = await Promise.all([...servers.values()].map((server) => server.stop(patienceMs)))
    if (orderly.every(Boolean)) archive.keep() // else it may be half written
  }
  const started = await Promise.allSettled(places.map(start))
  for (const result of started)
    if (result.status === 'rejected') {
      await stop()
      throw result.reason
    }
  return {
    brokers: places.map((place) => `127.0.0.1:${clientPort(place, place.node)}`),
    pids: () => places.map(({ node }) => servers.get(node)).map((server) => (server?.isRunning() ? server.pid : 0)),
    kill: async (node) => await servers.get(node)?.kill(),
    async restart(node) {
      await servers.get(node)?.stop()
      await start(places[node - 1])
    },
    stop,
  }
}

/** Where a broker of a cluster has its files. */
export function nodeFolder(folder: string, node: number): string {
  return join(folder, `broker-${node}`)
}

/** Writes the broker's settings, and formats its data folder when that is new. */
function prepare(
  place: NodePlace,
  clusterId: string,
  java: Java,
  jars: string,
  { properties, format = [] }: BrokerOptions,
): string {
  mkdirSync(place.folder, { recursive: true })
  const config = join(place.folder, 'server.properties')
  writeFileSync(config, brokerProperties(place, properties), { mode: 0o600 })
  if (existsSync(join(place.folder, 'data', 'meta.properties'))) return config
  const args = ['format', '--ignore-formatted', `--cluster-id=${clusterId}`, '-c', config, ...format] // an id may begin with a dash
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'
  const command = [
    '-Xmx128m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    quiet,
    '-cp',
    join(jars, '*'),
    'kafka.tools.StorageTool',
  ]
  const { status, stdout, stderr } = spawnSync(java.program, [...command, ...args], { encoding: 'utf8' })
  if (status !== 0)
    throw new HomeostatError('HS_SERVER_START', {
      message: `The folder of broker ${place.node} was not formatted: ${stdout}${stderr}`,
    })
  return config
}

function jvm(java: Java, heapMb: number): string[] {
  const logger = 'org.slf4j.simpleLogger'
  return [
    ...[java.program, '-Xms128m', `-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-Djava.awt.headless=true'],
    ...[`-D${logger}.defaultLogLevel=info`, `-D${logger}.showDateTime=true`, `-D${logger}.dateTimeFormat=HH:mm:ss.SSS`],
  ]
}
