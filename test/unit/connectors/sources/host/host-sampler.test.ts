import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type HostFiles, hostFiles } from '../../../../../connectors/sources/host/host-files.ts'
import { type HostSampler, hostSampler } from '../../../../../connectors/sources/host/host-sampler.ts'
import { sensorOf } from '../../../../../schemas/telemetry/sensors.ts'

/** Two looks, 2 s apart, at the /proc of a machine with two cores that was busy in between. */
const fixture = (name: 'first' | 'second') =>
  hostFiles(fileURLToPath(new URL(`../../../../fixtures/host/${name}`, import.meta.url)))

/** A machine that changes when it is told to. */
function machine(changes: Partial<Record<string, (text: string) => string>> = {}) {
  const at = { look: fixture('first'), elapsed: 0 }
  const files: HostFiles = {
    read: (path) => {
      const text = at.look.read(path)
      return text === undefined ? undefined : (changes[path]?.(text) ?? text)
    },
    use: async (mountPoint) =>
      mountPoint === '/' ? { blocks: 1000, free: 300, available: 200 } : { blocks: 10, free: 10, available: 10 },
  }
  return {
    sample: hostSampler({ files, elapsed: () => at.elapsed }),
    goOn(elapsedMs: number, look: 'first' | 'second' = 'second') {
      at.elapsed += elapsedMs
      at.look = fixture(look)
    },
  }
}

async function metricsOf(sample: HostSampler): Promise<Record<string, number>> {
  const { names, values } = await sample()
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}

function near(found: number | undefined, expected: number): void {
  assert.ok(found !== undefined && Math.abs(found - expected) < 0.005, `${found} is not ${expected}`)
}

test('should report gauges alone at the first look', async () => {
  const metrics = await metricsOf(machine().sample)
  assert.is(metrics.cpu_usage, undefined)
  assert.is(metrics['disk_iops{device="vda"}'], undefined)
  assert.is(metrics.context_switches, undefined)
  assert.ok(metrics.memory_usage > 0)
})

test('should turn counters into rates over the measured time', async () => {
  const host = machine()
  await host.sample()
  host.goOn(2000)
  const metrics = await metricsOf(host.sample)
  near(metrics.cpu_usage, (100 * 146) / 279)
  near(metrics.cpu_user, (100 * 113) / 279)
  near(metrics.cpu_system, (100 * 33) / 279)
  near(metrics.disk_io_wait, (100 * 11) / 279)
  near(metrics.cpu_steal, 0)
  near(metrics.cpu_usage_max, (100 * 101) / 142)
  near(metrics['disk_iops{device="vda"}'], 183 / 2)
  near(metrics['disk_read_throughput{device="vda"}'], (31608 * 512) / 1e6 / 2)
  near(metrics['disk_write_throughput{device="vda"}'], (41800 * 512) / 1e6 / 2)
  near(metrics['disk_busy{device="vda"}'], 6.2)
  near(metrics['rx_throughput{interface="eth0"}'], (369 * 8) / 1e6 / 2)
  near(metrics['tx_throughput{interface="eth0"}'], (480 * 8) / 1e6 / 2)
  near(metrics['network_errors{interface="eth0"}'], 0)
  near(metrics.retransmit_rate, 0)
  near(metrics.context_switches, 1861 / 2)
})

test('should spread what was counted over a long pause of the process', async () => {
  const host = machine()
  await host.sample()
  host.goOn(3_600_000)
  near((await metricsOf(host.sample))['disk_iops{device="vda"}'], 183 / 3600)
})

test('should leave out a rate whose counter began anew', async () => {
  const host = machine()
  host.goOn(0, 'second')
  await host.sample()
  host.goOn(1000, 'first')
  const reset = await metricsOf(host.sample)
  assert.is(reset['disk_iops{device="vda"}'], undefined)
  assert.is(reset.cpu_usage, undefined)
  host.goOn(2000, 'second')
  near((await metricsOf(host.sample))['disk_iops{device="vda"}'], 183 / 2)
})

test('should report memory, load, open files and pressure as the kernel tells them', async () => {
  const host = machine()
  host.goOn(0)
  const metrics = await metricsOf(host.sample)
  near(metrics.memory_usage, (100 * (24684096 - 24188112)) / 24684096)
  near(metrics.memory_available, 24188112 / 1024)
  near(metrics.load_average_1m, 2.8 / 2)
  near(metrics.open_fds, (100 * 723) / 2466193)
  near(metrics.pressure_cpu, 17.94)
  assert.is(metrics.processes_running, 2)
  assert.is(metrics.processes_blocked, 0)
  assert.is(metrics.swap_usage, undefined)
})

test('should report swap where there is some', async () => {
  const host = machine({
    meminfo: (text) => text.replace(/SwapTotal:.*/, 'SwapTotal: 1000 kB').replace(/SwapFree:.*/, 'SwapFree: 250 kB'),
  })
  near((await metricsOf(host.sample)).swap_usage, 75)
})

test('should report the share of segments that TCP sent again', async () => {
  let retransmitted = 0
  const host = machine({ 'net/snmp': (text) => text.replace(/^(Tcp: 1 (?:\S+ ){10})0/m, (_, head) => `${head}${retransmitted}`) })
  await host.sample()
  retransmitted = 2
  host.goOn(1000)
  near((await metricsOf(host.sample)).retransmit_rate, (100 * 2) / 8)
})

test('should name every real local file system once', async () => {
  const metrics = await metricsOf(machine().sample)
  const usage = Object.entries(metrics).filter(([name]) => name.startsWith('disk_usage'))
  assert.equal(usage.length, 2)
  near(metrics['disk_usage{mount="/"}'], (100 * 700) / 900)
  near(metrics['disk_usage{mount="/media/old disk"}'], 0)
})

test('should keep the same names array while the metrics are the same', async () => {
  let idle = 700_000
  const host = machine({ stat: (text) => text.replace(/^(cpu\d* +\d+ \d+ \d+) \d+/gm, (_, head) => `${head} ${idle}`) })
  await host.sample()
  idle += 100
  host.goOn(1000)
  const second = await host.sample()
  idle += 100
  host.goOn(1000)
  const third = await host.sample()
  assert.is(second.names, third.names)
})

test('should do without files that the kernel does not have', async () => {
  const missing = new Set([
    'pressure/cpu',
    'pressure/io',
    'pressure/memory',
    'diskstats',
    'net/snmp',
    'net/dev',
    'sys/fs/file-nr',
    'mounts',
  ])
  const full = fixture('second')
  const sample = hostSampler({ files: { ...full, read: (path) => (missing.has(path) ? undefined : full.read(path)) } })
  assert.ok((await metricsOf(sample)).memory_usage > 0)
})

test('should measure elsewhere what Node tells', async () => {
  let user = 100
  const core = () => ({ model: '', speed: 0, times: { user, nice: 0, sys: 50, idle: 850, irq: 0 } })
  const os = {
    cpus: () => [core(), core()],
    totalmem: () => 4e9,
    freemem: () => 1e9,
    loadavg: () => [1, 0, 0],
    platform: () => 'darwin' as const,
  }
  const sample = hostSampler({ files: { read: () => undefined, use: async () => undefined }, os })
  const first = await metricsOf(sample)
  assert.equal(Object.keys(first), ['memory_usage', 'memory_available', 'load_average_1m'])
  near(first.memory_usage, 75)
  near(first.load_average_1m, 0.5)
  user = 200
  near((await metricsOf(sample)).cpu_usage, 100)
  user = 0
  assert.is((await metricsOf(sample)).cpu_usage, undefined)
})

test('should report nothing that the sensor catalogue does not explain', async () => {
  const host = machine({ meminfo: (text) => text.replace(/SwapTotal:.*/, 'SwapTotal: 1000 kB') })
  await host.sample()
  host.goOn(1000)
  for (const name of (await host.sample()).names) assert.ok(sensorOf(name), name)
})

test('should measure the machine that it runs on', async () => {
  const sample = hostSampler()
  await sample()
  const metrics = await metricsOf(sample)
  assert.ok(metrics.memory_usage > 0 && metrics.memory_usage < 100)
  for (const [name, value] of Object.entries(metrics)) assert.ok(Number.isFinite(value), name)
})

test.run()
