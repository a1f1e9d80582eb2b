import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { plainEnvironment } from '../../support/plain-environment.ts'
import { repositoryRoot } from '../../support/repository.ts'
import { type Begun, type Ended, watchChild } from './watch-child.ts'

export type { Begun, Ended }

const launcher = join(repositoryRoot, 'bin', 'homeostat.mjs')

/** Runs a command line as a user does and waits for its end. */
export async function homeostat(args: readonly string[], input = ''): Promise<Ended> {
  return begin(args, input).ended
}

/** Starts a command line that goes on by itself. What it covers is not counted: it runs compiled. */
export function begin(args: readonly string[], input?: string): Begun {
  const child = spawn(process.execPath, [launcher, ...args], { env: plainEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] })
  if (input !== undefined) child.stdin.end(input)
  return watchChild(child)
}
