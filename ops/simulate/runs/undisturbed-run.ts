import { configure } from '../../../schemas/core/config.ts'
import { taskConfig } from '../../../streams/runtime/task/settings.ts'
import { noFaults } from '../faults.ts'
import { Random } from '../random.ts'
import { moveLetters } from '../requests/move-letters.ts'
import { Scheduler } from '../scheduler.ts'
import { Trace } from '../trace.ts'
import { Universe } from '../universe.ts'
import type { Arriving } from '../workload.ts'
import type { Simulation } from './simulation.ts'

/** The same inputs at once, in one process, one stage after the other, and nothing goes wrong. */
export async function undisturbedRun(
  { codec, begin, plan }: Simulation,
  disturbed: Universe,
  inputs: readonly (readonly Arriving[])[],
): Promise<Universe> {
  const scheduler = new Scheduler(new Random(1), begin + 86_400_000)
  const settings = configure('task', taskConfig, { stuckMs: 600_000 })
  const calm = { faults: noFaults, nodes: 1, marksCommits: false }
  const universe = new Universe({
    scheduler,
    trace: new Trace(),
    codec,
    plan: { ...plan, versioned: undefined },
    settings,
    ...calm,
  })
  await universe.open()
  const groups = plan.compared.length > 0 ? plan.compared.map((stage) => [stage]) : [[]]
  for (const part of inputs) {
    await universe.load(await moveLetters(part, disturbed.log, universe.log, codec))
    for (const group of groups) {
      if (await universe.isDone(group)) continue
      const cluster = universe.cluster(group)
      cluster.start()
      await cluster.calm('the end of the undisturbed inputs', () => universe.isDone(group))
      await cluster.stop()
    }
  }
  return universe
}
