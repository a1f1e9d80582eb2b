import type { ReadModel } from '../../projections/read-model.ts'
import { protectorOf } from '../../projections/runner/projection.ts'
import { memoryStore } from '../../projections/store/memory.ts'
import type { Store } from '../../projections/store/store.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import { codeOf } from '../../schemas/core/homeostat-error.ts'
import {
  ControlRequests,
  catalogue,
  PolicyEvents,
  ScheduleTicks,
  SenseRequests,
  SystemTelemetryRaw,
  stageTopics,
} from '../../schemas/topics.ts'
import { auditStage } from '../../streams/audit/audit-stage.ts'
import { inputsOf, type Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { createMemoryLog } from '../../streams/runtime/log/memory/memory-log.ts'
import { noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { readEpochs } from '../../streams/runtime/state/history.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import type { TaskSettings } from '../../streams/runtime/task/settings.ts'
import { requestRebuild } from '../api/request-rebuild.ts'
import { auditKeys } from './audit-keys.ts'
import { isSigned } from './checks/audit.ts'
import { watchSwitches } from './checks/switches.ts'
import { Cluster } from './cluster.ts'
import type { Faults } from './faults.ts'
import { modelAt } from './model-at.ts'
import type { Role } from './node.ts'
import { mayRebuild, type SimulationPlan } from './plan.ts'
import { modelRole } from './roles/model-role.ts'
import type { RoleWorld } from './roles/role-world.ts'
import { signerRole } from './roles/signer-role.ts'
import { stageRole } from './roles/stage-role.ts'
import type { Scheduler } from './scheduler.ts'
import { SimGroups } from './sim-groups.ts'
import type { Trace } from './trace.ts'
import type { Arriving } from './workload.ts'

/** What comes from outside, and what undisturbed runs must be given again. */
const outside = [SystemTelemetryRaw, ScheduleTicks, SenseRequests, ControlRequests, PolicyEvents]

export interface UniverseOptions {
  readonly scheduler: Scheduler
  readonly trace: Trace
  readonly codec: Codec
  readonly plan: Pick<SimulationPlan, 'stages' | 'models' | 'versioned' | 'retains'>
  readonly settings: TaskSettings
  readonly faults: Faults
  readonly nodes: number
  /** The ends of commits take offsets, as on Kafka. */
  readonly marksCommits: boolean
  /** Puts something broken in the place of what is good, to prove that the checks see it. */
  readonly sabotage?: Sabotage | undefined
}

export interface Sabotage {
  log?(log: Log): Log
  store?(store: Store): Store
  stage?(stage: Stage): Stage
}

/** A log, what reads it, and the processes around it. */
export class Universe {
  readonly log: Log
  readonly store: Store
  readonly ports: Ports
  readonly world: RoleWorld
  readonly violations: string[] = []
  /** How often a task went on from what its process still knew. */
  resumptions = 0
  /** How often rows took the place of others. */
  switches = 0
  /** Retention takes nothing; compaction goes on. */
  retains: boolean
  private arrival: number | undefined
  /** What came from outside, kept from retention. */
  private readonly harvested: Arriving[] = []
  /** Where it stood, by topic. */
  private readonly stood = new Map<string, number[]>(outside.map(({ name }) => [name, []]))
  private readonly harvestedTo = new Map(outside.map((topic) => [topic.name, 0]))
  private readonly reached = new Map<string, { from: number; position: number[] }>()

  constructor(readonly options: UniverseOptions) {
    const { scheduler, codec, settings, marksCommits, plan, sabotage = {} } = options
    const now = () => this.arrival ?? scheduler.now
    const clock = { ...schedulerClock(scheduler), now: () => scheduler.now }
    const log = createMemoryLog({ id: 'simulation', now, clock, marksCommits })
    this.log = sabotage.log?.(log) ?? log
    this.ports = { log: this.log, codec, clock, failpoint: noFailpoint }
    const violated = (what: string) => void this.violations.push(what)
    const store = memoryStore()
    this.store = watchSwitches(sabotage.store?.(store) ?? store, this.ports, {
      switched: () => void this.switches++,
      violated,
    })
    this.retains = plan.retains
    this.world = {
      log: this.log,
      store: this.store,
      codec,
      groups: new SimGroups(),
      settings,
      version: 1,
      adopt: undefined,
      modelOf: (model, version) => (model === plan.versioned ? modelAt(model, version) : model),
      resumed: () => void this.resumptions++,
      violated,
    }
  }

  async open(): Promise<void> {
    const { stages, models } = this.options.plan
    const own = stages.flatMap(({ name, side }) => Object.values(stageTopics(name, side)))
    await this.log.createTopics([...catalogue, ...own].map((topic) => ({ topic, partitions: 1 })))
    for (const owner of [...stages.map((stage) => `${stage.name}.0`), ...models.map(protectorOf)]) {
      this.log.protect(
        owner,
        outside.map(({ name }) => ({ topic: name, partition: 0, offset: 0 })),
      )
    }
  }

  /** Puts records into the log as if they had come at their arrival times. */
  async load(records: readonly Arriving[]): Promise<void> {
    for (const { record, arrival } of records) {
      this.arrival = arrival
      await this.log.append([record])
    }
    this.arrival = undefined
  }

  /** Processes that run these stages, all read models and what else is given. */
  cluster(stages: readonly Stage[], others: readonly Role[] = []): Cluster {
    const { scheduler, trace, faults, nodes, plan } = this.options
    const roles = [
      ...stages.map((stage) => stageRole(stage, this.world)),
      ...(isAudited(stages) ? [signerRole(auditKeys, this.world)] : []),
      ...plan.models.map((model) => modelRole(model, this.world)),
    ]
    const each = Array.from({ length: nodes }, () => roles)
    const all = others.length > 0 ? [...each, others] : each
    return new Cluster({
      ...{ scheduler, trace, world: this.world, faults, nodes: all },
      maintain: () => this.maintain(),
      rebuild: () => this.askRebuild(),
    })
  }

  /**
   * True when these stages and all read models have consumed everything, no rows are built any more, and what stands in the audit trail
   * is signed; also when something was seen that must not be, after which nothing more need be waited for.
   */
  async isDone(stages: readonly Stage[]): Promise<boolean> {
    if (this.violations.length > 0) return true
    for (const stage of stages) if (!(await this.hasReadAll(stage))) return false
    const infos = await this.log.partitions()
    for (const model of this.models()) {
      const { serving, next } = await this.store.standing(model)
      if (serving?.version !== model.version || next !== undefined) return false
      for (const { topic, partition, end } of infos) {
        const at = serving.checkpoints.find((one) => one.topic === topic && one.partition === partition)
        if (model.reads.some(({ name }) => name === topic) && (at?.next ?? 0) < end) return false
      }
    }
    return !isAudited(stages) || isSigned(this.ports)
  }

  /** All that came from outside, in the order of arrival. */
  async harvest(): Promise<readonly Arriving[]> {
    for (const [topic, from] of this.harvestedTo) {
      for await (const { offset, key, value, headers, arrival } of readAll(this.log, topic, 0, from)) {
        this.harvested.push({ record: { topic, partition: 0, key, value, headers }, arrival })
        this.stood.get(topic)?.push(offset)
        this.harvestedTo.set(topic, offset + 1)
      }
    }
    return this.harvested
  }

  /** Whether a record ever stood from one place of a topic to another, and not only the ends of commits. */
  async heldRecords(topic: string, from: number, to: number): Promise<boolean> {
    if (!this.harvestedTo.has(topic)) return true
    await this.harvest()
    return this.stood.get(topic)?.some((offset) => offset >= from && offset < to) ?? false
  }

  /** The read models as the installed version has them. */
  private models(): readonly ReadModel[] {
    return this.options.plan.models.map((model) => this.world.modelOf(model, this.world.version))
  }

  /** Somebody asks for a read model to be built anew. */
  private async askRebuild(): Promise<void> {
    const models = this.models().filter((model) => mayRebuild(model, this.options.plan.retains))
    if (models.length === 0) return
    const { log, store } = this
    const { name } = this.options.scheduler.random.pick(models)
    await requestRebuild({ log, store, models }, name).catch((error: unknown) => {
      if (codeOf(error) !== 'HS_MODEL_BUILDING') throw error // there are no rows yet
    })
  }

  private async maintain(): Promise<void> {
    await this.harvest()
    const { now, random } = this.options.scheduler
    const maxAgeMs = this.retains ? Number.POSITIVE_INFINITY : random.pick([0, 1_000, 10_000, 3_600_000])
    await this.log.maintain(
      now,
      [SystemTelemetryRaw, ScheduleTicks].map(({ name }) => ({ topic: name, maxAgeMs })),
    )
  }

  private async hasReadAll(stage: Stage): Promise<boolean> {
    const inputs = inputsOf(stage)
    const reached = this.reached.get(stage.name) ?? { from: 0, position: inputs.map(() => 0) }
    this.reached.set(stage.name, reached)
    for await (const { offset, epoch } of readEpochs(this.log, this.ports.codec, `${stage.name}.epochs`, 0, reached.from)) {
      reached.from = offset + 1
      for (const { ranges } of epoch.cuts) for (const { input, to } of ranges) reached.position[input] = to
    }
    for (const [input, { name }] of inputs.entries()) {
      if (reached.position[input] < (await this.log.bounds(name, 0)).end) return false
    }
    return true
  }
}

/** By name: what is broken on purpose is another stage. */
function isAudited(stages: readonly Stage[]): boolean {
  return stages.some(({ name }) => name === auditStage.name)
}

function schedulerClock(scheduler: Scheduler) {
  return {
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          cancel()
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const cancel = scheduler.after(ms, wake)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    pause: () => new Promise<void>((resolve) => void scheduler.after(0, resolve)),
  }
}
