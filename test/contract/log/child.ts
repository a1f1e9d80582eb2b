import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Child {
  readonly process: ChildProcess
  /** The next line that it writes; rejects when it ends before. */
  line(): Promise<string>
  /** Ends it with SIGKILL and waits until it is gone. */
  kill(): Promise<void>
}

/** Runs a TypeScript file of this folder in a process of its own. */
export function startChild(file: string, args: readonly string[]): Child {
  const path = new URL(file, import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    async line() {
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`${file} ended before it wrote a line`)
      return value
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
