import { setTimeout as sleep } from 'node:timers/promises'
import { orderFor, runToTheEnd } from './exactly-once.ts'
import { type Ground, type GroundOptions, type ProofCluster, prepareGround } from './ground.ts'
import { type Judgement, judge } from './judge.ts'
import { type Ending, type Member, startMember } from './member.ts'

export interface ChurnOptions extends GroundOptions {
  readonly cluster: ProofCluster
  /** Three in ten transactions take up to so many milliseconds longer, between what was sent and their end. */
  readonly slowMs: number
  /** How often a member comes and goes; in turn, where there are more, one is stopped for twice the session and goes on. */
  readonly rounds: number
  /** Between the rounds, as a part of them; milliseconds. */
  readonly everyMs: number
  /** Runs with writers that fence nobody: the proof must fail then. */
  readonly unfenced: boolean
  readonly random: () => number
  say(line: string): void
}

export interface ChurnReport extends Judgement {
  readonly came: number
  readonly zombies: number
}

/**
 * What finds a missing fence: members come and go while commits are under way, so that live owners lose their tasks in the middle of
 * one, and zombies (stopped for longer than the session, then woken) still believe that they have theirs. Kills seldom find it.
 */
export async function proveChurn(options: ChurnOptions): Promise<ChurnReport> {
  const ground = await prepareGround(options)
  const { say } = options
  try {
    await runToTheEnd(ground.undisturbed)
    say('the undisturbed run is done')
    const disturbed = await disturb(ground, options)
    const judgement = await judge(ground)
    const complaints = [...disturbed.complaints, ...judgement.complaints]
    if (complaints.length === 0) await ground.remove()
    return { ...judgement, ...disturbed, complaints }
  } finally {
    await ground.stop()
  }
}

async function disturb({ disturbed }: Ground, options: ChurnOptions) {
  const { slowMs, rounds, everyMs, unfenced, cluster, random, say } = options
  const order = { ...orderFor(disturbed), slowMs, unfenced }
  const stay: Member[] = [startMember(order), startMember(order)]
  const endings: Promise<Ending>[] = stay.map(({ ended }) => ended)
  const all = { came: 0, zombies: 0 }
  let over = false
  void Promise.race(endings).then(() => {
    over = true
  })
  await Promise.race([...endings, Promise.all(stay.map(({ running }) => running))])
  for (let round = 0; round < rounds && !over; round++) {
    const guest = startMember(order)
    endings.push(guest.ended)
    all.came++
    say(`round ${round + 1} of ${rounds}: a member comes`)
    await Promise.race([guest.running, guest.ended])
    await sleep(everyMs * (0.5 + random()))
    if (round % 2 === 0) {
      all.zombies++
      say(`round ${round + 1} of ${rounds}: a member stands still for ${2 * cluster.sessionMs} ms`)
      await stay[Math.floor(random() * stay.length)].freeze(2 * cluster.sessionMs)
    }
    guest.leave()
    await Promise.race([guest.ended, sleep(everyMs)])
  }
  if (over) say(`the history was folded to its end after ${all.came} members had come`)
  const failed = await Promise.race([Promise.all(endings).then((each) => each.includes('failed')), anyFailed(endings)])
  for (const { kill } of stay) kill() // those that wait for what the failed one would have done
  return { ...all, complaints: failed ? ['a worker has ended with an error'] : [] }
}

/** True as soon as one has failed: then the others may wait for ever. */
function anyFailed(endings: readonly Promise<Ending>[]): Promise<true> {
  return new Promise((resolve) => {
    for (const ending of endings) void ending.then((each) => each === 'failed' && resolve(true))
  })
}
