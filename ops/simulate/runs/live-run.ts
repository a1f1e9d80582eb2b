import { AuditEntries } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import { hasSaid } from '../checks/history.ts'
import { outputTopics } from '../output-topics.ts'
import { drawPeople } from '../requests/draw-requests.ts'
import { drawRules } from '../requests/draw-rules.ts'
import { clockRole } from '../roles/clock-role.ts'
import { edgeRole } from '../roles/edge-role.ts'
import { type Operating, operatorRole } from '../roles/operator-role.ts'
import { type Asked, peopleRole } from '../roles/people-role.ts'
import type { Universe } from '../universe.ts'
import { type Arriving, drawFrames } from '../workload.ts'
import type { Simulation } from './simulation.ts'

/**
 * Sources send, people ask and rules change while the stages run, the clock of the log ticks, and all stages run at once. Here the order between the
 * topics is that of their arrival: what stages make of it that depend on that is only compared by `verify`; it is the input of the others.
 *
 * @returns what came from outside, and what those stages have said
 */
export async function liveRun(simulation: Simulation, universe: Universe): Promise<Arriving[][]> {
  const { random, codec, scheduler, begin, plan } = simulation
  const { stages, compared } = plan
  const frames = drawFrames(random, codec, random.between(20, 80), begin)
  const end = (frames.at(-1)?.arrival ?? begin) + 1_000
  const batches: { due: number; records: Arriving['record'][] }[] = []
  for (let at = 0; at < frames.length; ) {
    const batch = frames.slice(at, at + random.between(1, 5))
    at += batch.length
    batches.push({ due: batch[batch.length - 1].arrival, records: batch.map(({ record }) => record) })
  }
  const drawDues = (count: number) => random.times(count, begin, end + 5_000)
  const dues = drawDues(plan.requests)
  const asked: Asked = { dues, confirmed: 0, open: undefined }
  const changes = drawDues(plan.ruleChanges).map((due) => ({ due, rules: drawRules(random) }))
  const operating: Operating = { changes, confirmed: 0, begun: 0 }
  const confirmed = { count: 0 }
  const cluster = universe.cluster(stages, [
    edgeRole(batches, confirmed, universe.world),
    peopleRole(drawPeople(random, codec), asked, universe.world),
    operatorRole(operating, universe.world),
    clockRole(1_000, universe.world),
  ])
  cluster.start()
  await cluster.chaos(end - begin)
  const isConfirmed = () =>
    confirmed.count === batches.length && asked.confirmed === dues.length && operating.confirmed === changes.length
  await cluster.calm('the last frame', async () => isConfirmed())
  const until = scheduler.now + 15_000
  await cluster.calm('the end of the sources', async () => scheduler.now > until)
  await cluster.stop()
  const rest = universe.cluster(stages)
  rest.start()
  await rest.calm('the end of the inputs', () => universe.isDone(stages))
  await rest.stop()
  const others = stages.filter((stage) => !compared.includes(stage))
  return [[...(await universe.harvest()), ...(await said(universe, others))]]
}

/** The audit trail is no input of anything. */
const outputs = outputTopics.filter((topic) => topic !== AuditEntries)

/** What these stages have said, as input of others. */
async function said({ log, ports }: Universe, stages: readonly Stage[]): Promise<Arriving[]> {
  const records: Arriving[] = []
  for (const { name } of outputs)
    for await (const record of readAll(log, name, 0)) {
      const { key, value, headers, arrival } = record
      if (!stages.some((stage) => hasSaid(stage, name, record, ports.codec))) continue
      records.push({ record: { topic: name, partition: 0, key, value, headers }, arrival })
    }
  return records
}
