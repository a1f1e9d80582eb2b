import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import type { Codec, ReadMap } from '../../../schemas/codec/codec.ts'
import { configure } from '../../../schemas/core/config.ts'
import { DeadLetters, SystemTelemetryRaw, TelemetrySources, type Topic } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { runStage } from '../../../streams/runtime/supervise/run-stage.ts'
import { taskConfig } from '../../../streams/runtime/task/settings.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { quietObserver } from '../quiet-observer.ts'
import type { TestKafka } from './start-kafka.ts'

export interface SenseOnKafka {
  readonly log: Log
  readonly codec: Codec
  /** Name of the topic of frames, as other programs know it. */
  readonly frames: string
  /** Waits until so many sources whose names begin like this were taken in; gives what came within 30 s, sorted. */
  sources(name: string, count: number): Promise<string[]>
  /** Waits until there are so many dead letters; gives what came within 30 s. */
  letters(count: number): Promise<ReadMap['DeadLetter'][]>
  stop(): Promise<void>
}

/** The stage `sense` at work over four partitions, in a part of the cluster of its own. */
export async function senseOnKafka(kafka: TestKafka, prefix: string): Promise<SenseOnKafka> {
  const data = mkdtempSync(join(tmpdir(), 'homeostat-foreign-'))
  const { log, codec, partitions } = await openInstallation(
    {
      kind: 'kafka',
      data,
      settings: { brokers: kafka.brokers, prefix },
      registry: { url: kafka.registry, auth: undefined },
      partitions: 4,
    },
    [senseStage],
  )
  const running = await runStage({
    stage: senseStage,
    partitions,
    owner: { version: 'test', host: 'test', adopt: undefined },
    settings: configure('task', taskConfig),
    ports: { log, codec, clock: systemClock, failpoint: noFailpoint },
    observer: () => quietObserver,
  })
  async function written<K extends keyof ReadMap>(
    { name }: Topic,
    type: K,
    isWanted: (value: ReadMap[K]) => boolean,
    count: number,
  ): Promise<ReadMap[K][]> {
    const found: ReadMap[K][] = []
    const consumer = log.consumer([{ topic: name, partition: 0, from: 0 }])
    const until = systemClock.now() + PATIENCE_MS
    while (found.length < count && systemClock.now() < until) {
      const [{ records }] = await consumer.poll({ maxBytes: 1_000_000, timeoutMs: 1_000 })
      for (const { value } of records) {
        const decoded = value && codec.decode(value)
        if (decoded?.type !== type) continue
        const typed = decoded.value as ReadMap[K] // the type was just compared
        if (isWanted(typed)) found.push(typed)
      }
    }
    await consumer.close()
    return found
  }
  return {
    log,
    codec,
    frames: `${prefix}${SystemTelemetryRaw.name}`,
    async sources(name, count) {
      const seen = await written(TelemetrySources, 'SourceSeen', ({ source }) => source.startsWith(name), count)
      return seen.map(({ source }) => source).sort()
    },
    letters: (count) => written(DeadLetters, 'DeadLetter', () => true, count),
    async stop() {
      await running.stop()
      await log.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

const PATIENCE_MS = 30_000
