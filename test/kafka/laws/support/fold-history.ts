import { codecOnTopic } from '../../../../ops/app/codec-on-topic.ts'
import { stages } from '../../../../ops/app/stages.ts'
import { topicsOf } from '../../../../ops/app/topics-of.ts'
import { loadFeed } from '../../../../ops/prove/feed.ts'
import { folded } from '../../../../ops/prove/folded.ts'
import { configure } from '../../../../schemas/core/config.ts'
import { InsightSignals, SenseFindings, TelemetrySources } from '../../../../schemas/topics.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { systemClock } from '../../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../../streams/runtime/ports/failpoint.ts'
import { readAll } from '../../../../streams/runtime/state/read-all.ts'
import { type RunningStage, runStage } from '../../../../streams/runtime/supervise/run-stage.ts'
import { taskConfig } from '../../../../streams/runtime/task/settings.ts'
import { quietObserver } from '../../../support/quiet-observer.ts'

/** Loads the history of the proofs into an empty log, folds it with all stages in small steps, and gives every output as text. */
export async function foldHistory(log: Log): Promise<Readonly<Record<string, readonly string[]>>> {
  await log.createTopics(topicsOf(stages, 1))
  const codec = await codecOnTopic(log)
  await loadFeed({ log, codec }, { frames: 8_000, sources: 4 })
  const running: RunningStage[] = []
  const settings = configure('task', taskConfig, { commitIntervalMs: 5, idleCommitMs: 20, snapshotAgeMs: 50, pollBytes: 50_000 })
  const ports = { log, codec, clock: systemClock, failpoint: noFailpoint }
  for (const stage of stages) {
    const owner = { version: 'test', host: 'test' }
    running.push(await runStage({ stage, partitions: 1, owner, settings, ports, observer: () => quietObserver }))
  }
  const isFolded = folded({ log, codec }, stages, 1)
  for (const until = systemClock.now() + PATIENCE_MS; !(await isFolded()); await systemClock.sleep(100))
    if (systemClock.now() > until) throw new Error('The history was not folded in time.')
  for (const stage of running) await stage.stop()
  const outputs: Record<string, string[]> = {}
  for (const { name } of [SenseFindings, InsightSignals, TelemetrySources]) {
    outputs[name] = []
    for await (const { key, value, headers } of readAll(log, name, 0))
      outputs[name].push(JSON.stringify([key?.toString('hex'), value?.toString('hex'), Object.entries(headers).sort()]))
  }
  return outputs
}

const PATIENCE_MS = 90_000
