import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { whenUp } from '../../../../ops/bench/support/up.ts'
import { Client } from '../../../integration/ordeal/support/client.ts'
import { plainEnvironment } from '../../../support/plain-environment.ts'
import { repositoryRoot } from '../../../support/repository.ts'

/** A `homeostat up` or `homeostat run` of its own. */
export interface RunningProcess {
  readonly pid: number
  readonly client: Client
  /** Parts as /healthz shows them, with their states. */
  parts(): Promise<Readonly<Record<string, string>>>
  stop(): Promise<void>
  kill(): Promise<void>
}

const running = new Set<RunningProcess>()

/** @param args  what stands behind `homeostat`; the data folder and a free port are added */
export async function startProcess(args: readonly string[], data: string): Promise<RunningProcess> {
  const program = join(repositoryRoot, 'bin', 'homeostat.mjs')
  const all = [program, ...args, '--data', data, '--port', '0', '--no-host', '--json']
  const child = spawn(process.execPath, all, { env: plainEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const { pid, url } = await whenUp(child, data)
  const client = new Client(url)
  const end = async (signal: NodeJS.Signals) => {
    running.delete(started)
    if (child.exitCode === null && child.signalCode === null) process.kill(pid, signal)
    await ended
  }
  const started: RunningProcess = {
    pid,
    client,
    async parts() {
      const { body } = await client.get('/healthz')
      const { parts } = body as { parts: readonly { part: string; state: string }[] } // our own API
      return Object.fromEntries(parts.map(({ part, state }) => [part, state]))
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
  running.add(started)
  return started
}

/** Ends what a failed test has left. */
export async function stopProcesses(): Promise<void> {
  await Promise.all([...running].map((each) => each.kill()))
}
