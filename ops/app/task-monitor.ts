import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { codeOf, HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { inputsOf, type Stage } from '../../streams/runtime/api/stage.ts'
import type { TaskObserver, TaskPhase } from '../../streams/runtime/task/observer.ts'

/** What a task says of itself, for the API, the terminal and /metrics. */
export interface TaskStatus {
  readonly stage: string
  readonly partition: number
  phase: TaskPhase
  /** Share of the restore that is done. */
  restored: number
  epoch: number
  position: readonly number[]
  buffered: number
  letters: number
  /** Of the last commit of this process, milliseconds since 1970; undefined before the first. */
  committedAt: number | undefined
  code: string | undefined
  message: string | undefined
}

export interface TaskMonitor {
  observer(stage: Stage, partition: number): TaskObserver
  /** Of the tasks that this process has, and of those that an error has ended. */
  statuses(): readonly TaskStatus[]
}

export interface TaskLog {
  warn(fields: object, message: string): void
}

/** Puts metrics around tasks; components know nothing of them. */
export function taskMonitor(registry: Registry, logger: TaskLog): TaskMonitor {
  const statuses: TaskStatus[] = []
  const labelNames = ['stage', 'partition']
  const registers = [registry]
  const commits = new Histogram({
    name: 'homeostat_commit_seconds',
    help: 'Time from sealing an epoch to its durable commit.',
    labelNames,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  const outputs = new Counter({
    name: 'homeostat_outputs_total',
    help: 'Records that a stage has emitted.',
    labelNames,
    registers,
  })
  const records = new Counter({
    name: 'homeostat_records_total',
    help: 'Records that a stage has folded and committed.',
    labelNames,
    registers,
  })
  const letters = new Counter({
    name: 'homeostat_dead_letters_total',
    help: 'Records that went to the dead letters.',
    labelNames,
    registers,
  })
  const failures = new Counter({
    name: 'homeostat_task_failures_total',
    help: 'Errors that ended a task, by code.',
    labelNames: [...labelNames, 'code'],
    registers,
  })
  const calls = new Histogram({
    name: 'homeostat_processor_call_seconds',
    help: 'Time of one call of a processor; one record in 128 is measured.',
    labelNames: ['stage', 'processor'],
    buckets: [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 1e-3, 1e-2, 0.1],
    registers,
  })
  const openings = new Counter({
    name: 'homeostat_task_openings_total',
    help: 'How often a task was opened: restored from the log, or resumed from what the process still knew.',
    labelNames: [...labelNames, 'how'],
    registers,
  })
  const waits = new Counter({
    name: 'homeostat_inputs_waited_total',
    help: 'Polls after which folding had to wait, because an input brought nothing and did not say that there was nothing.',
    labelNames: [...labelNames, 'topic'],
    registers,
  })
  const commitAges = new Gauge({
    name: 'homeostat_task_commit_timestamp_seconds',
    help: 'When a task has last committed; it does every few seconds, as there are ticks.',
    labelNames,
    registers,
  })
  const restored = new Gauge({
    name: 'homeostat_restore_ratio',
    help: 'Share of the restore that is done.',
    labelNames,
    registers,
  })

  function observer(stage: Stage, partition: number): TaskObserver {
    const { name } = stage
    const inputs = inputsOf(stage)
    const labels = { stage: name, partition: String(partition) }
    const status: TaskStatus = {
      stage: name,
      partition,
      phase: 'opening',
      restored: 0,
      epoch: 0,
      position: [],
      buffered: 0,
      letters: 0,
      committedAt: undefined,
      code: undefined,
      message: undefined,
    }
    const before = statuses.findIndex((one) => one.stage === name && one.partition === partition)
    statuses.splice(before < 0 ? statuses.length : before, before < 0 ? 0 : 1, status) // a task that went to others and came back
    return {
      phase(phase) {
        status.phase = phase
        if (phase !== 'running') return
        status.code = undefined
        status.message = undefined
        status.restored = 1
        restored.set(labels, 1)
      },
      opened(how) {
        openings.inc({ ...labels, how })
      },
      waitedFor(input) {
        waits.inc({ ...labels, topic: inputs[input].name })
      },
      restoring(share) {
        status.restored = share
        restored.set(labels, share)
      },
      committed(report) {
        status.epoch = report.n
        status.committedAt = Date.now()
        commitAges.set(labels, status.committedAt / 1_000)
        status.letters += report.letters
        commits.observe(labels, report.latencyMs / 1_000)
        records.inc(labels, report.records)
        outputs.inc(labels, report.outputs)
        letters.inc(labels, report.letters)
      },
      advanced(position, buffered) {
        status.position = position
        status.buffered = buffered
      },
      called(processor, milliseconds) {
        calls.observe({ stage: name, processor }, milliseconds / 1_000)
      },
      alive() {},
      failed(error, retryInMs) {
        const code = codeOf(error)
        status.code = code
        status.message = error instanceof Error ? error.message : String(error)
        failures.inc({ ...labels, code })
        const known = error instanceof HomeostatError ? {} : { err: error }
        logger.warn({ ...labels, code, retryInMs, ...known }, status.message)
      },
    }
  }

  return { observer, statuses: () => statuses.filter(({ phase, code }) => phase !== 'stopped' || code !== undefined) }
}
