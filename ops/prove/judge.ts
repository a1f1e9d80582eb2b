import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import { versionOf } from '../../streams/runtime/task/version.ts'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { tasksOf } from '../cli/instance/tasks-of.ts'
import { frozenLog } from '../rehearse/frozen-log.ts'
import { verifyTask } from '../rehearse/verify.ts'
import { checkHistory } from './check-history.ts'
import { type Comparison, compareDumps } from './compare-dumps.ts'
import { type Dump, dump } from './dump.ts'
import type { Ground, Place } from './ground.ts'
import { type AuditJudgement, judgeAudit } from './judge-audit.ts'
import { settle } from './settle.ts'
import { verifyFromBases } from './verify-from-bases.ts'

/** What two runs, and the history of the disturbed one for itself, say about whether everything happened once. */
export interface Judgement {
  readonly undisturbed: Dump
  readonly disturbed: Dump
  readonly comparisons: readonly Comparison[]
  readonly tasks: readonly TaskJudgement[]
  readonly audit: AuditJudgement
  /** Sentences; none when the proof holds. */
  readonly complaints: readonly string[]
}

/** The history of one task of the disturbed run. */
export interface TaskJudgement {
  readonly task: string
  readonly epochs: number
  readonly states: number
  readonly bases: number
  /** Outputs that were derived again and are equal, byte for byte: from the first base on, and from each base on. */
  readonly verified: number
  readonly fromBases: number
}

export async function judge({ undisturbed, disturbed }: Ground): Promise<Judgement> {
  for (const place of [undisturbed, disturbed]) await settle(place)
  const before = await dump(undisturbed)
  const after = await dump(disturbed)
  const partitions = disturbed.connection.kind === 'kafka' ? disturbed.connection.partitions : 1
  const comparisons = compareDumps(before, after, partitions)
  const complaints = comparisons
    .filter(({ equal }) => equal === 'no')
    .map(({ name, missing, doubled, different }) => {
      const counts = `${missing} missing, ${doubled} doubled, ${different} different`
      return `${name} is not as in the undisturbed run (${counts})`
    })
  const histories = await judgeTasks(disturbed)
  const audit = await judgeAudit(disturbed)
  return {
    undisturbed: before,
    disturbed: after,
    comparisons,
    tasks: histories.tasks,
    audit,
    complaints: [...complaints, ...histories.complaints, ...audit.complaints],
  }
}

async function judgeTasks({ connection }: Place) {
  const installation = await openInstallation(connection, stages, { readOnly: true })
  const { codec } = installation
  const tasks: TaskJudgement[] = []
  const complaints: string[] = []
  try {
    const log = await frozenLog(installation.log)
    const ports = { log, codec, clock: systemClock, failpoint: noFailpoint }
    for (const { stage, partition } of await tasksOf(log, stages)) {
      const history = await checkHistory({ log, codec }, stage, partition)
      const { difference, outputs, unverified } = await verifyTask(stage, partition, versionOf(stage), ports)
      const bases = await verifyFromBases(stage, partition, ports)
      const { task, epochs, states } = history
      tasks.push({ task, epochs, states, bases: bases.bases, verified: outputs, fromBases: bases.outputs })
      const said = [...history.complaints, ...bases.complaints, ...unverified.map(({ reason }) => `not verified: ${reason}`)]
      if (difference) said.push(`epoch ${difference.epoch} says something else to ${difference.topic} when it is derived again`)
      complaints.push(...said.map((text) => `${task}: ${text}`))
    }
  } finally {
    await installation.log.close()
  }
  return { tasks, complaints }
}
