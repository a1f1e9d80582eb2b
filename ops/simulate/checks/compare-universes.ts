import { outputTopics } from '../output-topics.ts'
import type { Simulation } from '../runs/simulation.ts'
import type { Universe } from '../universe.ts'
import { checkAnswers } from './answers.ts'
import { checkAudit } from './audit.ts'
import { checkEpochs, checkVerify, compareOutputs, outputsOf } from './history.ts'
import { compareRows, rowsOf } from './rows.ts'
import { compareStates, statesOf, statesWithoutSnapshots } from './states.ts'

/** The first thing in which a disturbed history is not like the undisturbed one, or does not fit itself. */
export async function compareUniverses(
  { counts, codec, plan: { stages, compared, models } }: Simulation,
  disturbed: Universe,
  undisturbed: Universe,
): Promise<string | undefined> {
  for (const stage of stages) {
    const problem = (await compareStage()) ?? (await checkStage())
    if (problem !== undefined) return problem

    async function compareStage(): Promise<string | undefined> {
      if (!compared.includes(stage)) return undefined
      for (const { name } of outputTopics) {
        const outputs = await outputsOf(disturbed.ports, stage, name)
        counts.outputs += outputs.length
        const difference = compareOutputs(codec, name, outputs, await outputsOf(undisturbed.ports, stage, name))
        if (difference !== undefined) return difference
      }
      const [states, others] = [await statesOf(disturbed.ports, stage), await statesOf(undisturbed.ports, stage)]
      return compareStates(`${stage.name} in the end`, states, others, { sameLog: false })
    }

    async function checkStage(): Promise<string | undefined> {
      const [states, others] = [await statesOf(disturbed.ports, stage), await statesWithoutSnapshots(disturbed.ports, stage)]
      const verified = await checkVerify(disturbed.ports, stage)
      counts.verified += verified.outputs
      return (
        (await checkEpochs(disturbed, stage)) ??
        compareStates(`${stage.name} from its bases`, others, states, { sameLog: true }) ??
        verified.problem
      )
    }
  }
  const trail = await checkAudit(disturbed, models)
  counts.entries += trail.entries
  counts.heads += trail.heads
  const rows = [
    await rowsOf(disturbed.store, models, { sameLog: false }),
    await rowsOf(undisturbed.store, models, { sameLog: false }),
  ]
  return trail.problem ?? (await checkAnswers(disturbed.log, codec)) ?? compareRows(rows[0], rows[1])
}
