import type { FrameInput } from '../../schemas/telemetry/validate-frame.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { openInstallation } from '../app/open-installation.ts'
import { benchmark } from './support/benchmark.ts'
import { fillLog } from './support/fill-log.ts'
import { useOfTree } from './support/process-tree.ts'
import { runTasks } from './support/run-tasks.ts'
import { inScratchFolder } from './support/scratch-folder.ts'
import { type Fleet, syntheticFrame } from './support/synthetic-frames.ts'

// `homeostat bench turnover`: sources come and go for days of virtual time, as in a cluster that replaces its pods; what a task holds must not
// grow with all that ever were. Every hour one source in twenty is replaced by one that was never seen.

const HOUR_MS = 3_600_000
const EVERY_MS = 60_000
const REPLACED_SHARE = 0.05
/** Five minutes of a week that passes in a few: what ended is let go of when its end has been written, which is timed by the wall clock. */
const SNAPSHOT_AGE_MS = 500

await benchmark({ sources: 1_000, metrics: 10, days: 7 }, ({ sources, metrics, days }, say) =>
  inScratchFolder(async (folder) => {
    const installation = await openInstallation(folder, [senseStage])
    const from = Math.floor((Date.now() - days * 24 * HOUR_MS) / HOUR_MS) * HOUR_MS
    const fleet = { sources, metrics, everyMs: EVERY_MS, from }
    const perHour = (sources * HOUR_MS) / EVERY_MS
    const held: number[] = []
    let [hour, fed, feeding] = [0, 0, false]
    const feed = async () => {
      if (hour > 0 && hour % 24 === 0) {
        held.push(heldMegabytes())
        say(`day ${hour / 24}: ${held[held.length - 1].toFixed(0)} MB`)
      }
      if (hour === days * 24) return
      await fillLog(installation.log, installation.codec, fleet, fed, fed + perHour, { frameAt: (n) => frameAt(fleet, n) })
      hour += 1
      fed += perHour
      feeding = false
    }
    await feed()
    const startedAt = process.cpuUsage()
    await runTasks(
      senseStage,
      installation,
      ({ positions: [position] }) => {
        if (position >= fed && !feeding) {
          feeding = true
          void feed()
        }
        return held.length === days
      },
      { settings: { snapshotAgeMs: SNAPSHOT_AGE_MS } },
    )
    const { user, system } = process.cpuUsage(startedAt)
    await installation.log.close()
    const replaced = Math.round(sources * REPLACED_SHARE)
    return {
      load: `${sources} sources × ${metrics} metrics a minute for ${days} virtual days, ${replaced} of them replaced every hour: ${sources + replaced * (days * 24 - 1)} in all; ${Math.round((user + system) / 1e6)} CPU s`,
      figures: [
        ...held.map((megabytes, day) => ({ what: `held at the end of day ${day + 1}`, rounds: [megabytes], unit: 'MB (PSS)' })),
        {
          what: 'the last day, as a multiple of the second',
          rounds: [held[held.length - 1] / held[Math.min(1, held.length - 1)]],
          unit: '×',
          bar: { atMost: 1.1 },
        },
      ],
    }
  }),
)

/** Memory of this process without the mapped pages of the log. */
function heldMegabytes(): number {
  const { memoryBytes, mappedBytes } = useOfTree(process.pid).own
  return (memoryBytes - mappedBytes) / 1e6
}

/** The n-th frame of the fleet, by the source that is at its place then. */
function frameAt(fleet: Fleet, n: number): FrameInput {
  const frame = syntheticFrame(fleet, n)
  const place = n % fleet.sources
  const hour = Math.floor((Math.floor(n / fleet.sources) * EVERY_MS) / HOUR_MS)
  return { ...frame, source: `pod-${place}-${generationOf(place, fleet.sources, hour)}` }
}

/** How often the source at a place was replaced: one share of the places after the other. */
function generationOf(place: number, sources: number, hour: number): number {
  return Math.floor((hour * Math.round(sources * REPLACED_SHARE) + place) / sources)
}
