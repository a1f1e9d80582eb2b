import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endWithParent } from '../../projections/postgres/run-as.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { identityOf, isAlive, type ProcessIdentity } from '../../streams/runtime/log/embedded/process-identity.ts'
import { systemClock } from '../../streams/runtime/ports/clock.ts'

export interface ServerSpec {
  /** For people: "Kafka broker 1". */
  readonly title: string
  /** Holds server.log and the file that says which process it is. */
  readonly folder: string
  /** Program and arguments. */
  readonly command: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Stays when this process ends; otherwise it ends with it, where the kernel can arrange that. */
  readonly background: boolean
  /** @param log what the server has written so far */
  isReady(log: string): boolean | Promise<boolean>
}

/** A server process that was started here, by this process or by an earlier one. */
export interface Server {
  readonly pid: number
  isRunning(): boolean
  /** Ends it in good order, by force when it takes longer (default 30 s), and waits until it is gone. Tells whether force was not needed. */
  stop(patienceMs?: number): Promise<boolean>
  /** Ends it at once, as a crash would, and waits until it is gone. */
  kill(): Promise<void>
}

/**
 * Starts a server and resolves when it is ready.
 * @throws HS_SERVER_START with the last lines of its log when it ends, or is not ready after 90 s
 */
export async function startServer(spec: ServerSpec): Promise<Server> {
  mkdirSync(spec.folder, { recursive: true })
  const logFile = join(spec.folder, 'server.log')
  const log = openSync(logFile, 'w', 0o600)
  const [program = '', ...args] = [...(spec.background ? [] : endWithParent()), ...spec.command]
  const child = spawn(program, args, {
    env: spec.env ?? process.env,
    detached: spec.background,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  failed.catch(() => undefined) // waited for below
  child.unref()
  if (child.pid === undefined) await failed
  const server = serverOf(spec.folder, identityOf(Number(child.pid)))
  const until = systemClock.now() + READY_MS
  while (!(await spec.isReady(readFileSync(logFile, 'utf8')))) {
    const late = systemClock.now() > until
    if (!late && child.exitCode === null && child.signalCode === null) {
      await systemClock.sleep(LOOK_EVERY_MS)
      continue
    }
    await server.kill()
    const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-12).join('\n')
    const what = late ? `is not ready after ${READY_MS / 1000} s` : 'ended while it started'
    throw new HomeostatError('HS_SERVER_START', { message: `${spec.title} ${what}; ${logFile} ends with\n${tail}` })
  }
  return server
}

/** The server of this folder, if it runs: its number alone is not believed, because numbers are given again. */
export function findServer(folder: string): Server | undefined {
  try {
    const identity: ProcessIdentity = JSON.parse(readFileSync(join(folder, IDENTITY), 'utf8'))
    return isAlive(identity) ? serverOf(folder, identity) : undefined
  } catch {
    return undefined // none, or not ours: both mean that nothing is known to run
  }
}

const IDENTITY = 'process.json'
const READY_MS = 90_000
const STOP_MS = 30_000
const LOOK_EVERY_MS = 50

function serverOf(folder: string, identity: ProcessIdentity): Server {
  const file = join(folder, IDENTITY)
  writeFileSync(`${file}.new`, JSON.stringify(identity))
  renameSync(`${file}.new`, file)
  const end = async (signal: NodeJS.Signals, patienceMs = STOP_MS): Promise<boolean> => {
    send(identity, signal)
    for (let waited = 0; isAlive(identity) && waited < patienceMs; waited += LOOK_EVERY_MS) await systemClock.sleep(LOOK_EVERY_MS)
    const ended = !isAlive(identity)
    if (ended) rmSync(file, { force: true })
    return ended
  }
  const kill = async (): Promise<void> => void (await end('SIGKILL'))
  return {
    pid: identity.pid,
    isRunning: () => isAlive(identity),
    async stop(patienceMs) {
      const orderly = await end('SIGTERM', patienceMs)
      if (!orderly) await kill()
      return orderly
    },
    kill,
  }
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(identity.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it may end between the two
  }
}
