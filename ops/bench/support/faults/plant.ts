import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EmbeddedPostgres, startPostgres } from '../../../../projections/postgres/start-postgres.ts'
import { choosePorts } from '../../../kafka/ports.ts'
import type { Server } from '../../../kafka/server.ts'
import { type Load, startLoad } from './load.ts'
import { answers, startProgram } from './start-program.ts'

/** Real services under a small steady load, each with its exporter, and a Prometheus that scrapes them. */
export interface Plant {
  readonly folder: string
  /** Of the Prometheus. */
  readonly url: string
  /** `host:port` of what is scraped, by job. */
  readonly targets: Readonly<Record<'prometheus' | 'node' | 'redis' | 'postgres', string>>
  readonly postgres: EmbeddedPostgres
  stopRedis(): Promise<void>
  startRedis(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts everything on loopback and on free ports, with its data below `folder`.
 *
 * @param intervalMs  from one scrape to the next
 */
export async function startPlant(folder: string, intervalMs: number): Promise<Plant> {
  const port = await choosePorts(0, 5)
  const [own, node, redisExporter, postgresExporter] = [0, 1, 2, 3].map((offset) => `127.0.0.1:${port + offset}`)
  const targets = { prometheus: own, node, redis: redisExporter, postgres: postgresExporter }
  const place = { port: port + 4, folder }
  const postgres = await startPostgres(join(folder, 'watched'))
  let redis = await startRedis(place)
  const load: Load = await startLoad({ dsn: postgres.dsn, redisPort: place.port })
  const servers = await Promise.all([
    exporter(folder, 'prometheus-node-exporter', node, []),
    exporter(folder, 'prometheus-redis-exporter', redisExporter, [`--redis.addr=redis://127.0.0.1:${place.port}`]),
    exporter(folder, 'prometheus-postgres-exporter', postgresExporter, [], { DATA_SOURCE_NAME: keywordsOf(postgres.dsn) }),
    startProgram(folder, 'prometheus', {
      args: prometheusArguments(folder, own, targets, intervalMs),
      isReady: () => answers(`http://${own}/-/ready`),
    }),
  ])
  return {
    folder,
    url: `http://${own}`,
    targets,
    postgres,
    stopRedis: () => redis.kill(),
    async startRedis() {
      redis = await startRedis(place)
    },
    async stop() {
      await load.stop()
      await Promise.all([redis, ...servers].map((server) => server.stop()))
      await postgres.stop()
    },
  }
}

function startRedis({ port, folder }: { port: number; folder: string }): Promise<Server> {
  return startProgram(folder, 'redis-server', {
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory', '64mb', '--dir', folder],
    isReady: (log) => log.includes('Ready to accept connections'),
  })
}

function exporter(
  folder: string,
  program: 'prometheus-node-exporter' | 'prometheus-redis-exporter' | 'prometheus-postgres-exporter',
  address: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Server> {
  const isReady = () => answers(`http://${address}/`)
  return startProgram(folder, program, { args: [`--web.listen-address=${address}`, ...args], env, isReady })
}

/** A DSN as the exporter reads it: its library does not take the path of a socket in a URL. */
function keywordsOf(dsn: string): string {
  const { hostname, port, username, password, pathname } = new URL(dsn)
  const words = {
    host: decodeURIComponent(hostname),
    port,
    user: username,
    password: decodeURIComponent(password),
    dbname: pathname.slice(1),
    sslmode: 'disable',
  }
  return Object.entries(words)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
}

function prometheusArguments(
  folder: string,
  own: string,
  targets: Readonly<Record<string, string>>,
  intervalMs: number,
): readonly string[] {
  const jobs = Object.entries(targets).map(
    ([job, target]) => `- job_name: ${job}\n  static_configs: [{targets: ['${target}']}]\n`,
  )
  const config = join(folder, 'prometheus.yml')
  mkdirSync(folder, { recursive: true })
  writeFileSync(config, `global: {scrape_interval: ${intervalMs}ms}\nscrape_configs:\n${jobs.join('')}`)
  return [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`, `--web.listen-address=${own}`]
}
