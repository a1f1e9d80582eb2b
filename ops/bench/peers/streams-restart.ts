import { type ChildProcess, spawn } from 'node:child_process'
import kafkajs from 'kafkajs'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { firstLineOf } from '../support/first-line-of.ts'
import { PeerFrames } from './peer-topics.ts'
import type { Program } from './programs.ts'

/** How long a restart took, in milliseconds, from the start of the process. */
export interface RestartTimes {
  /** Started again right after the kill. */
  readonly atOnceMs: number
  /** Started again when the broker had given the dead member up. */
  readonly afterMs: number
}

/** Kills a Kafka Streams program with -9 when it has committed half of the topic, and takes the time of its restart, twice. */
export async function streamsRestart(program: Program, kafka: string, frames: number): Promise<RestartTimes> {
  const client = new kafkajs.Kafka({ brokers: kafka.split(','), logLevel: kafkajs.logLevel.NOTHING })
  const admin = client.admin()
  await admin.connect()
  try {
    const [atOnceMs, afterMs] = [await restartOnce(false), await restartOnce(true)]
    return { atOnceMs, afterMs }
  } finally {
    await admin.disconnect()
  }

  async function restartOnce(patient: boolean): Promise<number> {
    const app = `${program.id}-restart-${Date.now()}`
    const first = live(app, frames * 2)
    const { ended, isOver } = endOf(first)
    while ((await committed(app)) < frames / 2) {
      if (isOver()) throw endedEarly(program, await ended)
      await systemClock.sleep(50)
    }
    first.kill('SIGKILL')
    await ended
    if (patient) while (!(await isEmpty(app))) await systemClock.sleep(500)
    const began = performance.now()
    const second = live(app, 1)
    await firstLineOf(second)
    const took = performance.now() - began
    second.kill('SIGKILL')
    return took
  }

  /** Runs until it has seen so many frames; one frame is the first after a restart. */
  function live(app: string, until: number) {
    const args = [...program.args.slice(0, -1), String(until)]
    return spawn(program.command, args, {
      env: { ...process.env, ...program.env, APP: app },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async function committed(groupId: string): Promise<number> {
    const topics = await admin.fetchOffsets({ groupId, topics: [PeerFrames.name] })
    return topics.flatMap(({ partitions }) => partitions).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)
  }

  async function isEmpty(groupId: string): Promise<boolean> {
    const { groups } = await admin.describeGroups([groupId])
    return groups.every(({ members }) => members.length === 0)
  }
}

/** What a program said about itself, once it has ended. */
function endOf(child: ChildProcess): { readonly ended: Promise<string>; isOver(): boolean } {
  let [said, over] = ['', false]
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-1_000)
  })
  child.stdout?.resume()
  const ended = new Promise<string>((resolve) => {
    child.on('close', () => {
      over = true
      resolve(said)
    })
  })
  return { ended, isOver: () => over }
}

function endedEarly({ name }: Program, said: string): HomeostatError {
  return new HomeostatError('HS_BENCH_PEER_FAILED', { message: `${name} ended before it had read half of the topic: ${said}` })
}
