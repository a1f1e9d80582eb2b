import { join, resolve } from 'node:path'
import { fetched } from './fetched.ts'
import { findJava } from './java.ts'
import { choosePorts } from './ports.ts'
import { REGISTRY_VERSION, registryJar, registryJars } from './registry-jars.ts'
import { type Server, startServer } from './server.ts'

export interface RegistryOptions {
  /** For its log and, when it keeps them, its schemas. */
  readonly folder: string
  /** 0 chooses a free one. */
  readonly port?: number
  /** Keeps the schemas over its end; without it they are in memory, and a new start gives ids from 1 again. */
  readonly keep?: boolean
  /** Stays when this process ends. */
  readonly background?: boolean
  /** Told what takes its time. */
  readonly say?: (line: string) => void
}

/** A running schema registry. */
export interface RegistryServer {
  /** Of its Confluent API. */
  readonly url: string
  pid(): number
  /** As a crash would. */
  kill(): Promise<void>
  /** Starts it again on the same port, stopping it before when it runs. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts an Apicurio Registry on loopback and resolves when it answers. It is fetched by Maven once.
 * @throws HS_JAVA_MISSING, HS_MAVEN_MISSING, HS_DOWNLOAD_FAILED, HS_PORT_IN_USE, HS_SERVER_START
 */
export async function startRegistry(options: RegistryOptions): Promise<RegistryServer> {
  const { keep = false, background = false, say = () => undefined } = options
  const folder = resolve(options.folder)
  const java = findJava()
  const jar = registryJar(await fetched(registryJars(REGISTRY_VERSION), say))
  const port = await choosePorts(options.port ?? 0, 1)
  const url = registryUrl(port)
  const database = `jdbc:h2:file:${join(folder, 'schemas')};WRITE_DELAY=0`
  const env = {
    ...process.env,
    QUARKUS_HTTP_HOST: '127.0.0.1',
    QUARKUS_HTTP_PORT: String(port),
    ...(keep ? { APICURIO_DATASOURCE_URL: database } : {}),
  }
  const start = (): Promise<Server> =>
    startServer({
      title: 'The schema registry',
      folder,
      command: [java.program, '-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', jar],
      env,
      background,
      isReady: () => answers(url),
    })
  let server = await start()
  return {
    url,
    pid: () => server.pid,
    kill: () => server.kill(),
    async restart() {
      await server.stop()
      server = await start()
    },
    stop: async () => void (await server.stop()),
  }
}

export function registryUrl(port: number): string {
  return `http://127.0.0.1:${port}/apis/ccompat/v7`
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(1_000) })).ok
  } catch {
    return false // not yet
  }
}
