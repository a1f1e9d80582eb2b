import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Begun {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<Ended>
  /** Resolves when it has written this; rejects when it ends without. */
  wrote(pattern: RegExp): Promise<RegExpExecArray>
}

/** Collects what a process writes, until it ends. */
export function watchChild(child: ChildProcessWithoutNullStreams): Begun {
  const texts = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    texts.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    texts.err += chunk
  })
  child.stdin.on('error', () => {}) // it may end without reading
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
        ended.then(() => reject(new Error(`it ended without ${pattern}:\n${texts.err}\n${texts.out}`)), reject)
        look()
      }),
  }
}
