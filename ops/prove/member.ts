import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { WorkerOrder } from './worker-order.ts'

/** How a worker ended: it saw that nothing is left, it was asked to leave, it was killed, or an error has ended it. */
export type Ending = 'done' | 'left' | 'killed' | 'failed'

/** A worker process of a proof. */
export interface Member {
  /** When its stages have joined. */
  readonly running: Promise<void>
  readonly ended: Promise<Ending>
  /** As a crash would. */
  kill(): void
  /** Asks it to stop in good order. */
  leave(): void
  /** Stops the whole process for so long: to others it is gone, to itself nothing has happened. */
  freeze(milliseconds: number): Promise<void>
}

export interface MemberOptions {
  /** See `failpointFromEnvironment`. */
  readonly failpoint?: string
  /** Told after each commit of any of its tasks. */
  onEpoch?(task: string): void
}

const worker = fileURLToPath(new URL('./exactly-once-worker.ts', import.meta.url))
const tsx = fileURLToPath(import.meta.resolve('tsx'))

export function startMember(order: WorkerOrder, { failpoint = '', onEpoch }: MemberOptions = {}): Member {
  const env = { ...process.env, HOMEOSTAT_FAILPOINT: failpoint }
  const child = spawn(process.execPath, ['--import', tsx, worker, JSON.stringify(order)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  let said: Ending = 'failed'
  let isRunning = () => {}
  const running = new Promise<void>((resolve) => {
    isRunning = resolve
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'running') isRunning()
    else if (line === 'done' || line === 'left') said = line
    else if (line.startsWith('epoch ')) onEpoch?.(line.split(' ')[1])
    else console.error(line)
  })
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', end)
      resolve(signal === 'SIGKILL' ? 'killed' : code === 0 ? said : 'failed')
    })
  })
  return { running, ended, kill: end, leave: () => child.kill('SIGTERM'), freeze: (milliseconds) => freeze(child, milliseconds) }
}

function freeze(child: ChildProcess, milliseconds: number): Promise<void> {
  child.kill('SIGSTOP')
  return new Promise((resolve) => {
    setTimeout(() => {
      child.kill('SIGCONT')
      resolve()
    }, milliseconds)
  })
}
