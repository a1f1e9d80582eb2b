import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { nodeFolder, startBroker } from './broker.ts'
import { KAFKA_VERSION } from './jars.ts'
import { clusterLayout, readLayout } from './layout.ts'
import { startRegistry } from './registry.ts'
import { findServer, type Server } from './server.ts'

/** Where the servers of a checkout have their data, unless told otherwise. */
export const LOCAL_FOLDER = '.homeostat/kafka'

/** Servers that run in the background of this machine. */
export interface Local {
  readonly version: string
  /** `host:port` of each broker. */
  readonly brokers: readonly string[]
  /** Address of the registry's Confluent API. */
  readonly registry: string
}

export interface LocalOptions {
  readonly folder: string
  readonly nodes: 1 | 3
  /** Of the first broker. */
  readonly port: number
  readonly registryPort: number
  readonly say: (line: string) => void
}

/**
 * Starts what does not run yet, on the data that are there. Where all of it runs, this only tells where. A cluster of which some brokers
 * run is started again as a whole.
 * @throws what `startBroker` and `startRegistry` throw
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { folder, nodes, port, registryPort, say } = options
  clusterLayout(folder, nodes)
  const running = runningParts(folder)
  const known = readLocal(folder)
  if (known && running.brokers.length === nodes && running.registry) {
    say('It runs already.')
    return known
  }
  await Promise.all(running.brokers.map((server) => server.stop()))
  await running.registry?.stop()
  say(`Starting Kafka (${nodes === 1 ? 'one broker' : 'three brokers'}) and the schema registry …`)
  const [cluster, registry] = await Promise.allSettled([
    startBroker({ folder, port, nodes, heapMb: 512, background: true, say }),
    startRegistry({ folder: registryFolder(folder), port: registryPort, keep: true, background: true, say }),
  ])
  if (cluster.status === 'rejected' || registry.status === 'rejected') {
    await stopLocal(folder)
    const [failed] = [cluster, registry].filter((result) => result.status === 'rejected')
    throw failed.reason
  }
  const local: Local = { version: KAFKA_VERSION, brokers: cluster.value.brokers, registry: registry.value.url }
  writeFileSync(join(folder, FILE), JSON.stringify(local))
  return local
}

/** Ends what runs of this folder. @returns what that was, for people */
export async function stopLocal(folder: string): Promise<string[]> {
  const { brokers, registry } = runningParts(folder)
  await Promise.all([...brokers, ...(registry ? [registry] : [])].map((server) => server.stop()))
  return [
    ...brokers.map((server) => `a Kafka broker (process ${server.pid})`),
    ...(registry ? [`the schema registry (process ${registry.pid})`] : []),
  ]
}

/**
 * Ends what runs of this folder and deletes it.
 * @throws HS_DATA_FOREIGN when it holds something else than a cluster
 */
export async function wipeLocal(folder: string): Promise<string[]> {
  if (existsSync(folder) && readLayout(folder) === undefined)
    throw new HomeostatError('HS_DATA_FOREIGN', { message: `${folder} holds no Kafka cluster; nothing was deleted.` })
  const stopped = await stopLocal(folder)
  rmSync(folder, { recursive: true, force: true })
  return stopped
}

const FILE = 'local.json'
const MOST_NODES = 3

function runningParts(folder: string): { brokers: Server[]; registry: Server | undefined } {
  const brokers = Array.from({ length: MOST_NODES }, (_, index) => findServer(nodeFolder(folder, index + 1)))
  return { brokers: brokers.filter((server) => server !== undefined), registry: findServer(registryFolder(folder)) }
}

function registryFolder(folder: string): string {
  return join(folder, 'registry')
}

function readLocal(folder: string): Local | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8'))
  } catch {
    return undefined // not there or half written: then it is started again
  }
}
