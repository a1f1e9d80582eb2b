import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SystemTelemetryRaw } from '../../schemas/topics.ts'
import { openEmbeddedLog } from '../../streams/runtime/log/embedded/embedded-log.ts'
import type { Log, NewRecord } from '../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../streams/runtime/log/memory/memory-log.ts'

// `node --import tsx ops/bench/log.ts [--frames N] [--data DIR]`: frames per CPU second and per second that the logs take and give
// back. A frame has 1.1 kB: 50 metric names of 14 bytes, each followed by a double.

const options = readOptions(process.argv.slice(2))
const topic = SystemTelemetryRaw.name
const batches = makeBatches(options.frames)

for (const name of ['memory', 'embedded'] as const) {
  const folder = mkdtempSync(join(options.data, 'homeostat-bench-log-'))
  const log = name === 'memory' ? createMemoryLog() : await openEmbeddedLog(folder)
  await log.createTopics([{ topic: SystemTelemetryRaw, partitions: 1 }])
  await measure(`${name} append, batches of 100`, options.frames, () => appendAll(log))
  await measure(`${name} read, 1 MB a call`, options.frames, () => readAll(log, 1_000_000))
  await measure(`${name} read, 4 MB a call`, options.frames, () => readAll(log, 4_000_000))
  await measure(`${name} append, one by one`, 2_000, () => appendSingly(log, 2_000))
  await log.close()
  rmSync(folder, { recursive: true })
}

/** Eight batches under way at a time, as a busy edge has. */
async function appendAll(log: Log): Promise<void> {
  for (let at = 0; at < batches.length; at += 8) await Promise.all(batches.slice(at, at + 8).map((batch) => log.append(batch)))
}

async function appendSingly(log: Log, count: number): Promise<void> {
  for (let at = 0; at < count; at++) await log.append([batches[0][at % 100]])
}

async function readAll(log: Log, maxBytes: number): Promise<void> {
  let from = 0
  let bytes = 0
  for (let atEnd = false; !atEnd; ) {
    const result = await log.read(topic, 0, from, { maxBytes })
    for (const record of result.records) bytes += record.value?.length ?? 0
    from = result.next
    atEnd = result.atEnd
  }
  if (bytes < options.frames * 1_000) throw new Error(`only ${bytes} bytes were read`)
}

async function measure(what: string, count: number, run: () => Promise<void>): Promise<void> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  await run()
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const cpuSeconds = (user + system) / 1e6
  const rate = (spent: number) => `${(count / spent / 1e6).toFixed(3)} M/s`
  console.log(
    `${what.padEnd(32)} ${rate(cpuSeconds)} of CPU (${cpuSeconds.toFixed(2)} s), ${rate(seconds)} of wall (${seconds.toFixed(2)} s)`,
  )
}

function makeBatches(frames: number): NewRecord[][] {
  const names = Array.from({ length: 50 }, (_, metric) => Buffer.from(`metric_name_${metric}`.padEnd(14, '_')))
  const frame = (number: number): NewRecord => {
    const values = Float64Array.from({ length: 50 }, (_, metric) => Math.sin(number * 50 + metric) * 100)
    const parts = names.flatMap((name, metric) => [name, Buffer.from(values.buffer, metric * 8, 8)])
    return { topic, key: Buffer.from(`default/host-${number % 250}`), value: Buffer.concat(parts) }
  }
  const pool = Array.from({ length: 5_000 }, (_, number) => frame(number))
  return Array.from({ length: frames / 100 }, (_, at) =>
    Array.from({ length: 100 }, (__, index) => pool[(at * 100 + index) % pool.length]),
  )
}

function readOptions(args: readonly string[]): { frames: number; data: string } {
  const after = (flag: string) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined)
  return { frames: Number(after('--frames') ?? 200_000), data: after('--data') ?? tmpdir() }
}
