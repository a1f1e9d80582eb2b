import type { Codec } from '../../../schemas/codec/codec.ts'
import { DeadLetters, SenseRequests } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import { rulesRecords } from '../../rules/rules-records.ts'
import type { Random } from '../random.ts'
import { drawPeople, type People } from '../requests/draw-requests.ts'
import { drawRules } from '../requests/draw-rules.ts'
import { raisedSignals } from '../requests/raised-signals.ts'
import type { Universe } from '../universe.ts'
import { type Arriving, drawFrames, ticksFor } from '../workload.ts'
import { drawBars } from './draw-bars.ts'
import type { Simulation } from './simulation.ts'

/**
 * Everything is in the log before the first process starts: then the cuts must not matter at all. One stage after the other; then what
 * people ask for who have seen what came out of it.
 *
 * @returns what was loaded, part by part
 */
export async function loadedRun(simulation: Simulation, universe: Universe): Promise<Arriving[][]> {
  const { random, codec, scheduler, begin, plan } = simulation
  const frames = drawFrames(random, codec, random.between(20, 200), begin)
  const people = drawPeople(random, codec)
  const end = frames.at(-1)?.arrival ?? begin
  const early = asked(people, random, Math.ceil(plan.requests / 2), begin, end, [])
  const changes = ruled(random, codec, plan.ruleChanges, begin, end)
  const bars = plan.stages.some(({ name }) => name === 'seasons') && random.chance(0.5) ? drawBars(random, codec, begin) : []
  const parts = [[...bars, ...frames, ...ticksFor(codec, frames, begin), ...early, ...changes]]
  await universe.load(parts[0])
  scheduler.now = Math.max(...parts[0].map(({ arrival }) => arrival)) + 1_000
  for (const stage of plan.stages) await undergo(universe, stage, random)
  universe.retains = true // what is asked for must still be there when the request is folded
  const next = async (part: readonly Arriving[]) => {
    if (part.length === 0) return
    parts.push([...part])
    await universe.load(part)
    for (const stage of plan.stages) if (!(await universe.isDone([stage]))) await undergo(universe, stage, random)
  }
  for (const part of await lettersOf(universe, plan.stages, codec, scheduler.now)) await next(part)
  const signals = await raisedSignals(universe.log, codec)
  await next(asked(people, random, Math.floor(plan.requests / 2), scheduler.now, scheduler.now + 20_000, signals))
  return parts
}

async function undergo(universe: Universe, stage: Stage, random: Random): Promise<void> {
  const cluster = universe.cluster([stage])
  cluster.start()
  await cluster.chaos(random.between(200, 6_000))
  await cluster.calm('the end of the inputs', () => universe.isDone([stage]))
  await cluster.stop()
}

function asked(people: People, random: Random, count: number, from: number, to: number, signals: readonly string[]): Arriving[] {
  return random.times(count, from, to).map((at) => ({ record: people.ask(at, signals), arrival: at }))
}

/** Changes of the rules, some of them to what they are already, some of which nobody can make anything. */
function ruled(random: Random, codec: Codec, count: number, from: number, to: number): Arriving[] {
  return random.times(count, from, to).flatMap((at, n) => {
    const records = rulesRecords(codec, { id: `rules ${n}`, at, by: 'simulation', rules: drawRules(random), partitions: [0] })
    const isBroken = random.chance(0.05)
    return records.map((record) => ({ record: isBroken ? { ...record, value: Buffer.from('no rules') } : record, arrival: at }))
  })
}

/** For every letter that the stages have written a request to try again, and one to give up; a part for each stage. */
async function lettersOf(universe: Universe, stages: readonly Stage[], codec: Codec, at: number): Promise<Arriving[][]> {
  const parts = new Map<string, Arriving[]>(stages.map(({ name }) => [name, []]))
  for await (const { value } of readAll(universe.log, DeadLetters.name, 0)) {
    const letter = value && codec.decode(value)
    if (letter?.type !== 'DeadLetter') continue
    const { stage, topic, partition, offset, processor, key } = letter.value
    if (offset < (await universe.log.bounds(topic, partition)).start) continue
    const place = { stage, topic, partition, offset, processor, by: 'simulation' }
    for (const type of ['ReplayLetter', 'DropLetter'] as const) {
      const record = {
        topic: SenseRequests.name,
        partition: 0,
        key: key ?? Buffer.alloc(0),
        value: codec.encode(type, place),
        headers: { ce_time: new Date(at).toISOString() },
      }
      parts.get(stage)?.push({ record, arrival: at })
    }
  }
  return [...parts.values()]
}
