import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedPostgres } from '../../projections/postgres/start-postgres.ts'
import { confluentRegistry } from '../../schemas/registry/confluent-registry.ts'
import { senseStage } from '../../streams/sense/sense-stage.ts'
import type { Cluster } from '../kafka/broker.ts'
import type { RegistryServer } from '../kafka/registry.ts'
import { restoreSchemas } from '../schemas-check/restore-schemas.ts'
import { type CommitTimes, commitTimes } from './commit-times.ts'
import { orderFor, runToTheEnd } from './exactly-once.ts'
import { type Ground, type GroundOptions, type Place, type ProofCluster, prepareGround } from './ground.ts'
import { type Judgement, judge } from './judge.ts'
import { type Member, startMember } from './member.ts'

/** What is taken away while the stages and projections run. */
export const outageNames = ['broker', 'registry', 'postgres'] as const
export type OutageName = (typeof outageNames)[number]

export interface OutagesOptions extends GroundOptions {
  readonly cluster: ProofCluster
  /** Servers of this proof alone. */
  readonly kafka: Cluster
  readonly registry: RegistryServer
  readonly outages: readonly OutageName[]
  /** How long a server is away, milliseconds; a database that was killed is started again at once. */
  readonly awayMs: number
  /** So much longer takes a transaction in three of ten, so that the history lasts until the last outage. */
  readonly slowMs: number
  readonly random: () => number
  say(line: string): void
}

/** In seconds. */
export interface Outage {
  readonly name: string
  /** From the kill until the server was started again and ready. */
  readonly back: number
  /** The longest time in which a task of the telemetry side did not commit, and which one; the others wait for what these say. */
  readonly pause: number
  readonly task: string
  /** From the server's being ready until the end of that pause; 0 when it had ended before. */
  readonly after: number
}

export interface OutagesReport extends Judgement {
  readonly outages: readonly Outage[]
}

/**
 * Kills servers with -9 while two workers run, starts them again on the same data (a registry in memory: its ids are given anew) and
 * compares with a run that nobody has disturbed. After the registry one worker is replaced, which then asks the new one.
 */
export async function proveOutages(options: OutagesOptions): Promise<OutagesReport> {
  const ground = await prepareGround(options)
  try {
    await runToTheEnd(ground.undisturbed)
    options.say('the undisturbed run is done')
    const outages = await disturb(ground, options)
    return { ...(await judge(ground)), outages }
  } finally {
    await ground.stop()
  }
}

async function disturb({ disturbed, postgres }: Ground, options: OutagesOptions): Promise<Outage[]> {
  const { outages, slowMs, say } = options
  const order = { ...orderFor(disturbed), slowMs }
  const times = commitTimes(() => performance.now())
  let endedEarly = (_: Error) => {}
  const over = new Promise<never>((_, reject) => {
    endedEarly = reject
  })
  over.catch(() => undefined) // it is raced against below
  const start = () => {
    const member = startMember(order, { onEpoch: (task) => task.startsWith(`${senseStage.name}.`) && times.add(task) })
    void member.ended.then((ending) => {
      if (ending !== 'killed') endedEarly(new Error(`A worker was ${ending} before the last outage: take more frames.`))
    })
    return member
  }
  const members: Member[] = [start(), start()]
  const moments: { name: string; from: number; to: number }[] = []
  await Promise.race([over, Promise.all(members.map(({ running }) => running))])
  for (const outage of outages) {
    await Promise.race([over, severalCommits(times)])
    const from = performance.now()
    const name = await Promise.race([over, takeAway(outage, postgres, options)])
    const to = performance.now()
    moments.push({ name, from, to })
    say(`${name}: killed, and ready again after ${((to - from) / 1_000).toFixed(1)} s`)
    if (outage === 'registry') {
      await giveIdsBack(disturbed, options)
      await Promise.race([over, replaceFirst(members, start)])
    }
    await Promise.race([over, times.next()])
  }
  const endings = await Promise.all(members.map(({ ended }) => ended))
  if (endings.some((ending) => ending !== 'done')) throw new Error(`A worker was ${endings.join(', another ')}.`)
  return moments.map(({ name, from, to }) => {
    const { task, milliseconds, endedAt } = times.longestPause(from, to)
    const after = Math.max(0, endedAt - to) / 1_000
    return { name, back: (to - from) / 1_000, pause: milliseconds / 1_000, task, after }
  })
}

/** Work is going on. */
async function severalCommits(times: CommitTimes): Promise<void> {
  for (let count = 0; count < 20; count++) await times.next()
}

/** A registry in memory has forgotten its ids: workers that start would refuse to go on (HS_REGISTRY_IDS_CHANGED) until this is done. */
async function giveIdsBack({ connection }: Place, { registry, say }: OutagesOptions): Promise<void> {
  if (connection.kind !== 'kafka') return
  const { restored } = await restoreSchemas(confluentRegistry({ url: registry.url }), connection.settings)
  say(`the registry: ${restored} ids were given back to it`)
}

/** A worker that starts now has to do with what is there now. */
async function replaceFirst(members: Member[], start: () => Member): Promise<void> {
  members[0].kill()
  await members[0].ended
  members[0] = start()
  await members[0].running
}

/** Kills a server, waits, and resolves when it is ready again. */
async function takeAway(
  outage: OutageName,
  postgres: EmbeddedPostgres,
  { kafka, registry, awayMs, random }: OutagesOptions,
): Promise<string> {
  switch (outage) {
    case 'postgres': {
      const killed = postgres.pid()
      process.kill(killed, 'SIGKILL')
      while (postgres.pid() === killed) await sleep(50)
      return 'the database'
    }
    case 'registry':
      await registry.kill()
      await sleep(awayMs)
      await registry.restart()
      return 'the registry'
    case 'broker': {
      const node = 1 + Math.floor(random() * kafka.brokers.length)
      await kafka.kill(node)
      await sleep(awayMs)
      await kafka.restart(node)
      return `broker ${node} of ${kafka.brokers.length}`
    }
  }
}
