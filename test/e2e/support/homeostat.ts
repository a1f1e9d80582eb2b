import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repositoryRoot } from '../../support/repository.ts'

const launcher = join(repositoryRoot, 'bin', 'homeostat.mjs')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a command line as a user does and waits for its end. */
export async function homeostat(args: readonly string[], input = ''): Promise<Ended> {
  return begin(args, input).ended
}

export interface Begun {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when it has written this; rejects when it ends without. */
  wrote(pattern: RegExp): Promise<RegExpExecArray>
}

/** Starts a command line that goes on by itself. */
export function begin(args: readonly string[], input?: string): Begun {
  const { POSTGRES_DSN: _dsn, HOMEOSTAT_DATA: _data, ...env } = process.env
  const child = spawn(process.execPath, [launcher, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const texts = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    texts.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    texts.err += chunk
  })
  child.stdin.on('error', () => {}) // it may end without reading
  if (input !== undefined) child.stdin.end(input)
  const ended = once(child, 'close').then(([code]) => ({ code, ...texts }))
  return {
    child,
    ended,
    wrote: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(`${texts.err}\n${texts.out}`)
          if (found) resolve(found)
        }
        child.stdout.on('data', look)
        child.stderr.on('data', look)
        ended.then(() => reject(new Error(`it ended without ${pattern}:\n${texts.err}\n${texts.out}`)))
        look()
      }),
  }
}
