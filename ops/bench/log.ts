import { SystemTelemetryRaw } from '../../schemas/topics.ts'
import { openEmbeddedLog } from '../../streams/runtime/log/embedded/embedded-log.ts'
import type { Log, NewRecord } from '../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../streams/runtime/log/memory/memory-log.ts'
import { benchmark } from './support/benchmark.ts'
import { spent } from './support/cpu.ts'
import type { Figure } from './support/figure.ts'
import { memoryCodec } from './support/memory-codec.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
import { syntheticFrame } from './support/synthetic-frames.ts'

// `homeostat bench log`: frames a CPU second that the logs take and give back.

const topic = SystemTelemetryRaw.name
const SINGLY = 2_000
const BATCH = 100
/** Batches under way at a time, as a busy edge has. */
const TOGETHER = 8

await benchmark({ frames: 200_000, sources: 250, metrics: 50 }, async ({ frames, sources, metrics }) => {
  const pool = await framePool(sources, metrics)
  const figures: Figure[] = []
  for (const name of ['memory', 'embedded'] as const) {
    await inScratchFolder(async (folder) => {
      const log = name === 'memory' ? createMemoryLog() : await openEmbeddedLog(folder)
      await log.createTopics([{ topic: SystemTelemetryRaw, partitions: 1 }])
      await measure(`${name}: append, ${BATCH} at a time`, frames, () => appendAll(log))
      await measure(`${name}: read, 1 MB a call`, frames, () => readAll(log, 1_000_000))
      await measure(`${name}: read, 4 MB a call`, frames, () => readAll(log, 4_000_000))
      await measure(`${name}: append, one by one`, SINGLY, () => appendSingly(log))
      await log.close()
    })
  }
  return { load: `${frames} frames of ${metrics} metrics (${pool[0].value?.length} bytes), ${sources} sources in turn`, figures }

  async function measure(what: string, count: number, run: () => Promise<void>): Promise<void> {
    const cost = await spent(run)
    figures.push({ what, rounds: [count / cost.cpuSeconds / 1e6], unit: 'M frames/CPU s', spent: cost })
  }

  async function appendAll(log: Log): Promise<void> {
    for (let at = 0; at < frames; at += TOGETHER * BATCH) {
      const starts = Array.from({ length: TOGETHER }, (_, n) => at + n * BATCH).filter((start) => start < frames)
      await Promise.all(starts.map((start) => log.append(batchAt(start))))
    }
  }

  async function appendSingly(log: Log): Promise<void> {
    for (let n = 0; n < SINGLY; n++) await log.append([pool[n % pool.length]])
  }

  async function readAll(log: Log, maxBytes: number): Promise<void> {
    let from = 0
    let count = 0
    for (let atEnd = false; !atEnd; ) {
      const result = await log.read(topic, 0, from, { maxBytes })
      count += result.records.length
      from = result.next
      atEnd = result.atEnd
    }
    if (count < frames) throw new Error(`only ${count} frames were read`)
  }

  function batchAt(start: number): NewRecord[] {
    return Array.from({ length: Math.min(BATCH, frames - start) }, (_, n) => pool[(start + n) % pool.length])
  }
})

async function framePool(sources: number, metrics: number): Promise<NewRecord[]> {
  const codec = await memoryCodec()
  const fleet = { sources, metrics, everyMs: 15_000, from: 1_795_000_000_000 }
  return Array.from({ length: 5_000 }, (_, n) => {
    const frame = syntheticFrame(fleet, n)
    return { topic, key: Buffer.from(`default/${frame.source}`), value: codec.encodeFrame(frame) }
  })
}
