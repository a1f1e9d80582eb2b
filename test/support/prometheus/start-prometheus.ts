import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prometheusClient } from '../../../connectors/sources/prometheus/client.ts'
import type { Program } from '../../../ops/bench/support/faults/find-program.ts'
import { answers, startProgram } from '../../../ops/bench/support/faults/start-program.ts'
import { choosePorts } from '../../../ops/kafka/ports.ts'
import type { Server } from '../../../ops/kafka/server.ts'
import { skipUnlessPrometheus } from './programs.ts'

export interface TestPrometheus {
  readonly url: string
  /** `host:port` of what is scraped, by job: node, redis (its exporter) and prometheus itself. */
  readonly targets: Readonly<Record<'node' | 'redis' | 'prometheus', string>>
  /** Holds everything that belongs to the servers. */
  readonly folder: string
  /** The Redis behind the exporter. */
  readonly redis: Server
  readonly redisPort: number
  stop(): Promise<void>
}

/**
 * A real Prometheus on loopback that scrapes itself, a real node_exporter, and a real redis_exporter with its Redis, once a second.
 * Resolves when rates over all of them can be had. A file that cannot have them ends here as skipped.
 */
export async function startPrometheus(): Promise<TestPrometheus> {
  skipUnlessPrometheus()
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-prometheus-'))
  const port = await choosePorts(0, 4)
  const [own, node, redisExporter, redis] = [0, 1, 2, 3].map((offset) => `127.0.0.1:${port + offset}`)
  const targets = { prometheus: own, node, redis: redisExporter }
  const start = (program: Program, args: readonly string[], isReady: (log: string) => boolean | Promise<boolean>) =>
    startProgram(folder, program, { args, isReady })
  const servers = await Promise.all([
    start(
      'redis-server',
      ['--port', String(port + 3), '--bind', '127.0.0.1', '--save', '', '--maxmemory', '64mb', '--dir', folder],
      (log) => log.includes('Ready to accept connections'),
    ),
    start('prometheus-node-exporter', [`--web.listen-address=${node}`], () => answers(`http://${node}/`)),
    start('prometheus-redis-exporter', [`--web.listen-address=${redisExporter}`, `--redis.addr=redis://${redis}`], () =>
      answers(`http://${redisExporter}/`),
    ),
    start('prometheus', prometheusArguments(folder, own, targets), () => hasRates(`http://${own}`)),
  ])
  return {
    url: `http://${own}`,
    targets,
    folder,
    redis: servers[0],
    redisPort: port + 3,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Configuration and flags of a Prometheus that keeps everything in the folder. */
function prometheusArguments(folder: string, own: string, targets: Readonly<Record<string, string>>): string[] {
  const jobs = Object.entries(targets).map(
    ([job, target]) => `- job_name: ${job}\n  static_configs: [{targets: ['${target}']}]\n`,
  )
  const config = join(folder, 'prometheus.yml')
  mkdirSync(folder, { recursive: true })
  writeFileSync(config, `global: {scrape_interval: 1s}\nscrape_configs:\n${jobs.join('')}`)
  return [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`, `--web.listen-address=${own}`]
}

/** Whether every target has been scraped at least twice. */
async function hasRates(url: string): Promise<boolean> {
  const client = prometheusClient({ url, authorization: () => undefined })
  try {
    const query = 'count(count_over_time(up[1m]) >= 3) and count(rate(prometheus_http_requests_total[1m])) >= 1'
    const { data } = await client.ask('/api/v1/query', { query }, AbortSignal.timeout(2_000))
    return JSON.stringify(data).includes('"3"')
  } catch {
    return false // it does not answer yet
  } finally {
    client.close()
  }
}
