import { type VerifyOptions, verifyTask } from '../../../../../ops/rehearse/verify.ts'
import { Random } from '../../../../../ops/simulate/random.ts'
import { Scheduler, settled } from '../../../../../ops/simulate/scheduler.ts'
import { configure } from '../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'
import type { Epoch, Opened, RefoldPoint, Snapshot } from '../../../../../schemas/generated/records.ts'
import { catalogue, ScheduleTicks, stageTopics } from '../../../../../schemas/topics.ts'
import type { Stage } from '../../../../../streams/runtime/api/stage.ts'
import { isVacant } from '../../../../../streams/runtime/fold/key-entry.ts'
import type { Log, StoredRecord } from '../../../../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../../../../streams/runtime/log/memory/memory-log.ts'
import type { Clock } from '../../../../../streams/runtime/ports/clock.ts'
import { type Failpoint, noFailpoint } from '../../../../../streams/runtime/ports/failpoint.ts'
import type { Ports } from '../../../../../streams/runtime/ports/ports.ts'
import { readAll } from '../../../../../streams/runtime/state/read-all.ts'
import { restore } from '../../../../../streams/runtime/state/restore.ts'
import { type RunningStage, runStage } from '../../../../../streams/runtime/supervise/run-stage.ts'
import type { CommitReport } from '../../../../../streams/runtime/task/committer.ts'
import { taskConfig } from '../../../../../streams/runtime/task/settings.ts'
import { encodeGiven, type Given } from '../../../../../streams/runtime/testing/stored.ts'
import { testCodec } from '../../../../../streams/runtime/testing/test-codec.ts'

export interface BenchOptions {
  readonly settings?: object
  readonly log?: (log: Log) => Log
  readonly failpoint?: Failpoint
}

export interface StartOptions {
  readonly version?: string
  readonly adopt?: string
  readonly stage?: Stage
}

/** A stage on a memory log in virtual time: nothing moves but by `pass`. */
export class TaskBench {
  readonly scheduler = new Scheduler(new Random(1), 1_000_000)
  readonly log: Log
  readonly ports: Ports
  readonly failures: { code: string; retryInMs: number | undefined }[] = []
  readonly commits: CommitReport[] = []
  readonly phases: string[] = []
  /** How the task was opened each time: restored, or resumed. */
  readonly opened: string[] = []
  /** Inputs that were waited for. */
  readonly waits: number[] = []
  /** Arrival time of what is put next; default: the present. */
  arrival: number | undefined

  constructor(
    readonly stage: Stage,
    private readonly options: BenchOptions = {},
  ) {
    const memory = createMemoryLog({ id: 'bench', clock: this.clock, now: () => this.arrival ?? this.scheduler.now })
    this.log = options.log ? options.log(memory) : memory
    this.ports = { log: this.log, codec: testCodec, clock: this.clock, failpoint: options.failpoint ?? noFailpoint }
  }

  static async open(stage: Stage, options: BenchOptions = {}): Promise<TaskBench> {
    const bench = new TaskBench(stage, options)
    const own = Object.values(stageTopics(stage.name, stage.side))
    await bench.log.createTopics([...catalogue, ...own].map((topic) => ({ topic, partitions: 1 })))
    return bench
  }

  async start({ version = 'v1', adopt, stage = this.stage }: StartOptions = {}): Promise<RunningStage> {
    return runStage({
      stage,
      partitions: 1,
      owner: { version, host: 'bench', adopt },
      settings: configure('task', taskConfig, this.options.settings),
      ports: this.ports,
      observer: () => ({
        phase: (phase) => this.phases.push(phase),
        opened: (how) => this.opened.push(how),
        waitedFor: (input) => this.waits.push(input),
        restoring() {},
        committed: (report) => this.commits.push(report),
        advanced() {},
        alive() {},
        failed: (error, retryInMs) => this.failures.push({ code: codeOf(error), retryInMs }),
      }),
    })
  }

  /** Runs the stage for some time, then stops it in good order. */
  async run(ms: number, options: StartOptions = {}): Promise<void> {
    const running = await this.start(options)
    await this.pass(ms)
    await this.finish(running.stop())
  }

  /** Lets virtual time pass. */
  async pass(ms: number): Promise<void> {
    let over = false
    this.scheduler.after(ms, () => {
      over = true
    })
    while (!over && (await this.scheduler.step()));
  }

  /** Lets time pass until the promise is settled. */
  async finish<T>(promise: Promise<T>): Promise<T> {
    let over = false
    const done = () => {
      over = true
    }
    promise.then(done, done)
    for (;;) {
      await settled()
      if (over) return promise
      if (!(await this.scheduler.step())) throw new Error('nothing will ever happen that settles this promise')
    }
  }

  async put(...records: readonly Given[]): Promise<void> {
    for (const record of records) {
      await this.log.append([{ topic: record.topic.name, partition: 0, ...encodeGiven(testCodec, record) }])
    }
  }

  async tick(at: number): Promise<void> {
    await this.log.append([{ topic: ScheduleTicks.name, partition: 0, key: null, value: testCodec.encode('Tick', { at }) }])
  }

  async records(topic: string): Promise<StoredRecord[]> {
    const records: StoredRecord[] = []
    for await (const record of readAll(this.log, topic, 0, (await this.log.bounds(topic, 0)).start)) records.push(record)
    return records
  }

  /** Texts of the findings, in order. */
  async said(): Promise<string[]> {
    const decoded = (await this.records('sense.findings')).map(({ value }) => testCodec.decode(value ?? Buffer.alloc(0)))
    return decoded.flatMap((record) => (record.type === 'Finding' ? [record.value.hint] : []))
  }

  async epochs(): Promise<Epoch[]> {
    return (await this.decoded('epochs')).flatMap((record) => (record.type === 'Epoch' ? [record.value] : []))
  }

  async openings(): Promise<Opened[]> {
    return (await this.decoded('epochs')).flatMap((record) => (record.type === 'Opened' ? [record.value] : []))
  }

  async points(topic: 'state' | 'bases'): Promise<RefoldPoint[]> {
    return (await this.decoded(topic)).flatMap((record) => (record.type === 'RefoldPoint' ? [record.value] : []))
  }

  async snapshots(topic: 'state' | 'bases'): Promise<Snapshot[]> {
    return (await this.decoded(topic)).flatMap((record) => (record.type === 'Snapshot' ? [record.value] : []))
  }

  /** The states as a restore would make them, by key, as JSON; keys of which nothing is left are left out. */
  async restored(log: Log = this.log) {
    const { epochs } = stageTopics(this.stage.name, this.stage.side)
    const { end } = await log.bounds(epochs.name, 0)
    const restored = await restore(this.stage, 0, 'v1', { ...this.ports, log }, end, () => {})
    const states = [...restored.fold.entries.values()]
      .filter((entry) => !isVacant(entry))
      .map(({ key, states, windows }) => [
        key,
        JSON.stringify(states),
        JSON.stringify((windows ?? []).map(({ items }) => items.map(({ offset }) => offset))),
      ])
    return { ...restored, states: states.sort() }
  }

  verify(options: VerifyOptions = {}, version = 'v1') {
    return verifyTask(this.stage, 0, version, this.ports, options)
  }

  private async decoded(topic: 'epochs' | 'state' | 'bases') {
    const { [topic]: place } = stageTopics(this.stage.name, this.stage.side)
    return (await this.records(place.name)).flatMap(({ value }) => (value ? [testCodec.decode(value)] : []))
  }

  private get clock(): Clock {
    const { scheduler } = this
    return {
      now: () => scheduler.now,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve()
          const wake = () => {
            cancel()
            signal?.removeEventListener('abort', wake)
            resolve()
          }
          const cancel = scheduler.after(ms, wake)
          signal?.addEventListener('abort', wake, { once: true })
        }),
      pause: () => new Promise((resolve) => void scheduler.after(0, resolve)),
    }
  }
}
