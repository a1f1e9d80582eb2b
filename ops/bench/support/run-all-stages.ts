import { auditStage } from '../../../streams/audit/audit-stage.ts'
import { inputsOf, type Stage } from '../../../streams/runtime/api/stage.ts'
import { seasonsStage } from '../../../streams/sense/seasons-stage.ts'
import { senseStage } from '../../../streams/sense/sense-stage.ts'
import { signalsStage } from '../../../streams/sense/signals-stage.ts'
import type { Installation } from '../../app/open-installation.ts'
import { runTasks, type TasksProgress } from './run-tasks.ts'

/**
 * Runs every stage of an installation in this process, one partition each, until `sense` has reached `frames` and each of the others the end
 * of what those before it have written.
 *
 * @throws what a task failed with
 */
export async function runAllStages(installation: Installation, frames: number): Promise<void> {
  let before: Promise<void> = run(senseStage, async () => frames)
  const others = [seasonsStage, signalsStage, auditStage].map((stage) => {
    const earlier = before
    before = run(stage, async () => {
      await earlier
      return (await installation.log.bounds(inputsOf(stage)[0].name, 0)).end
    })
    return before
  })
  await Promise.all(others)

  async function run(stage: Stage, endOf: () => Promise<number>): Promise<void> {
    let end = Number.POSITIVE_INFINITY
    const told = endOf().then((offset) => {
      end = offset
    })
    const isThere = ({ positions: [position] }: TasksProgress) => position >= end
    await Promise.all([told, runTasks(stage, installation, isThere, { patient: true })])
  }
}
