import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { configure } from '../../schemas/core/config.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../schemas/topics.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import { runStage } from '../../streams/runtime/supervise/run-stage.ts'
import type { TaskObserver } from '../../streams/runtime/task/observer.ts'
import { taskConfig } from '../../streams/runtime/task/settings.ts'
import { versionOf } from '../../streams/runtime/task/version.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import { openInstallation } from '../app/open-installation.ts'
import { median, spent } from './support/cpu.ts'
import { syntheticFrame } from './support/synthetic-frames.ts'

// `homeostat bench end-to-end`: read, decode, detect, commit and snapshot through the embedded log, then the restart after it.

const { values: args } = parseArgs({
  options: {
    frames: { type: 'string', default: '400000' },
    sources: { type: 'string', default: '200' },
    metrics: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '3' },
  },
})
const frames = Number(args.frames)
const fleet = { sources: Number(args.sources), metrics: Number(args.metrics), everyMs: 15_000, from: 1_700_000_000_000 }

const folding: number[] = []
const restarts: number[] = []
for (let round = 0; round < Number(args.rounds); round++) {
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-bench-'))
  try {
    const { cpuSeconds, wallSeconds, restartMs } = await oneRound(folder)
    folding.push((frames * fleet.metrics) / cpuSeconds)
    restarts.push(restartMs)
    console.log(
      `round ${round + 1}: ${((frames * fleet.metrics) / cpuSeconds / 1e6).toFixed(1)} M samples per CPU second, ` +
        `${((frames * fleet.metrics) / wallSeconds / 1e6).toFixed(1)} M per second, restart ${restartMs.toFixed(0)} ms`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
console.log(
  `${frames} frames × ${fleet.metrics} metrics, ${fleet.sources} sources; median of ${args.rounds}: ` +
    `${(median(folding) / 1e6).toFixed(1)} M samples per CPU second end to end, restart ${median(restarts).toFixed(0)} ms`,
)

async function oneRound(folder: string) {
  const { log, codec } = await openInstallation(folder, [senseStage])
  for (let n = 0; n < frames; n += 500) {
    const batch = Array.from({ length: Math.min(500, frames - n) }, (_, index) => syntheticFrame(fleet, n + index))
    const records = batch.map((frame) => ({
      topic: SystemTelemetryRaw.name,
      partition: 0,
      key: Buffer.from(`default/${frame.source}`),
      value: codec.encodeFrame(frame),
    }))
    const at = batch[batch.length - 1].at
    await log.append([...records, { topic: ScheduleTicks.name, partition: 0, key: null, value: codec.encode('Tick', { at }) }])
  }
  const ports = { log, codec, clock: systemClock, failpoint: noFailpoint }
  const settings = configure('task', taskConfig)
  const owner = { version: versionOf(senseStage), host: 'bench' }
  const run = async (reached: (position: readonly number[]) => boolean): Promise<void> => {
    let done = () => {}
    const finished = new Promise<void>((resolve) => {
      done = resolve
    })
    const observer: TaskObserver = {
      phase() {},
      restoring() {},
      committed() {},
      advanced: (position) => reached(position) && done(),
      alive() {},
      failed(error) {
        throw error
      },
    }
    const running = await runStage({ stage: senseStage, partitions: 1, owner, settings, ports, observer: () => observer })
    await finished
    await running.stop()
  }
  const { cpuSeconds, wallSeconds } = await spent(() => run(([raw]) => raw >= frames))
  const restart = await spent(() => run(() => true))
  await log.close()
  return { cpuSeconds, wallSeconds, restartMs: restart.wallSeconds * 1_000 }
}
