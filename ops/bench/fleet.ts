import { SystemTelemetryRaw } from '../../schemas/topics.ts'
import { recordBytes } from '../../streams/runtime/log/shared/record-bytes.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { topicsOf } from '../app/topics-of.ts'
import { publish } from './support/ask.ts'
import { benchmark } from './support/benchmark.ts'
import { caughtUp } from './support/caught-up.ts'
import { fillLog } from './support/fill-log.ts'
import { useOfTree } from './support/process-tree.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
import { asJson, type Fleet, syntheticFrame } from './support/synthetic-frames.ts'
import { startUp, type Up } from './support/up.ts'

// `homeostat bench fleet`: a million series that report every 15 s, watched live once they are learned: processor time, memory, and what is
// written to the log beside the frames. Longer than two rounds of snapshots by default. What catches up with the half hour of learning is
// another process, so that the pages of the log which it read at once do not count as what watching takes.

/** Frames a source before it is watched: every detector has learned. */
const LEARNING = 125
const EVERY_MS = 15_000
const BATCH = 100
const CONNECTIONS = 8

await benchmark({ sources: 10_000, metrics: 100, seconds: 660 }, ({ sources, metrics, seconds }, say) =>
  inScratchFolder(async (folder) => {
    const learned = LEARNING * sources
    const fleet = { sources, metrics, everyMs: EVERY_MS, from: Date.now() - LEARNING * EVERY_MS }
    const filled = await openInstallation(folder, stages)
    await fillLog(filled.log, filled.codec, fleet, 0, learned, { ticks: false })
    await filled.log.close()
    say(`${learned} frames are in the log`)

    const catchesUp = await startUp(folder, ['--no-host'])
    await caughtUp(catchesUp.url).finally(() => catchesUp.stop())

    say(`learned; started again, then live for ${seconds} s`)
    const up = await startUp(folder, ['--no-host'])
    const live = await feed(up, { ...fleet, from: Date.now() - LEARNING * EVERY_MS }, learned, seconds).finally(() => up.stop())

    say('counting what was written')
    const { input, all } = await written(folder, learned, live.startedAt)
    return {
      load: `${sources} sources × ${metrics} metrics every 15 s through HTTP for ${seconds} s; ${live.frames} frames, ${live.late} requests of ${BATCH} were over a second late`,
      figures: [
        { what: 'a fleet, all processes', rounds: [live.cpuSeconds / live.seconds], unit: 'cores', bar: { atMost: 2 } },
        { what: 'a fleet, memory of all processes, most', rounds: [live.mostBytes / 1e9], unit: 'GB (PSS)', bar: { atMost: 4 } },
        { what: '… of which mapped files, above all the log', rounds: [live.mappedBytes / 1e9], unit: 'GB (PSS)' },
        { what: 'written to the log, as a multiple of the frames', rounds: [all / input], unit: '×', bar: { atMost: 1.5 } },
      ],
    }
  }),
)

interface Live {
  readonly startedAt: number
  readonly seconds: number
  readonly frames: number
  readonly late: number
  readonly cpuSeconds: number
  readonly mostBytes: number
  readonly mappedBytes: number
}

/** Sends the frames from number `first` on as they fall due, over several connections: each sees to every so-many-th batch. */
async function feed(up: Up, fleet: Fleet, first: number, seconds: number): Promise<Live> {
  const startedAt = Date.now()
  const cpuBefore = useOfTree(up.pid).all.cpuSeconds
  const most = { memoryBytes: 0, mappedBytes: 0 }
  const frames = Math.floor((seconds * 1000 * fleet.sources) / EVERY_MS / BATCH) * BATCH
  let late = 0
  const connections = Array.from({ length: CONNECTIONS }, async (_, connection) => {
    for (let begin = connection * BATCH; begin < frames; begin += CONNECTIONS * BATCH) {
      const wait = startedAt + ((begin + BATCH) * EVERY_MS) / fleet.sources - Date.now()
      if (wait > 0) await systemClock.sleep(wait)
      if (wait < -1000) late += 1
      await publish(
        up.url,
        Array.from({ length: BATCH }, (_, n) => asJson(syntheticFrame(fleet, first + begin + n))),
      )
      if (begin % (50 * BATCH) !== 0) continue
      const use = useOfTree(up.pid).all
      if (use.memoryBytes > most.memoryBytes) Object.assign(most, use)
    }
  })
  await Promise.all(connections)
  await caughtUp(up.url)
  return {
    startedAt,
    seconds: (Date.now() - startedAt) / 1000,
    frames,
    late,
    cpuSeconds: useOfTree(up.pid).all.cpuSeconds - cpuBefore,
    mostBytes: most.memoryBytes,
    mappedBytes: most.mappedBytes,
  }
}

/** Bytes of all records since a time, and of the frames among them, which stand behind offset `from`. */
async function written(folder: string, from: number, since: number): Promise<{ readonly input: number; readonly all: number }> {
  const { log } = await openInstallation(folder, stages)
  try {
    let [input, all] = [0, 0]
    for (const {
      topic: { name },
    } of topicsOf(stages, 1)) {
      const isInput = name === SystemTelemetryRaw.name
      const { start } = await log.bounds(name, 0)
      for await (const { arrival, key, value, headers } of readAll(log, name, 0, isInput ? from : start)) {
        if (arrival < since) continue
        all += recordBytes(key, value, headers)
        if (isInput) input += recordBytes(key, value, headers)
      }
    }
    return { input, all }
  } finally {
    await log.close()
  }
}
