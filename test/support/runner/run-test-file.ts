import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { plainEnvironment } from '../plain-environment.ts'
import { repositoryRoot } from '../repository.ts'
import { judgeOutput, type Verdict } from './judge-output.ts'

export interface RunSettings {
  /** A file that takes longer is ended and counts as a failure. */
  readonly limitMs: number
  /** Compiled forms by file, absolute; a file that has none is run by tsx. */
  readonly compiled?: ReadonlyMap<string, string> | undefined
  /** Folder for the engine's own coverage files; none when undefined. */
  readonly coverageFolder?: string | undefined
  /** Added to the plain environment of this process. */
  readonly environment?: NodeJS.ProcessEnv
  /** Ends the running files. */
  readonly stop: AbortSignal
}

export interface FileResult extends Verdict {
  readonly file: string
  readonly output: string
  readonly tookMs: number
}

const keptOutput = 400_000
const leftoverGraceMs = 3_000

/**
 * Runs one test file in a process of its own, as the leader of a process group, so that whatever it starts can be found and ended: a
 * file that leaves processes behind is a failure.
 *
 * @param file path relative to the repository
 */
export async function runTestFile(file: string, settings: RunSettings): Promise<FileResult> {
  const started = performance.now()
  const compiled = settings.compiled?.get(file)
  const child = spawn(process.execPath, compiled ? ['--enable-source-maps', compiled] : ['--import', 'tsx', file], {
    cwd: repositoryRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(settings),
  })
  const output = collect(child)
  const end = (): boolean => signalGroup(child, 'SIGKILL')
  settings.stop.addEventListener('abort', end)
  let problem: string | undefined
  const timer = setTimeout(() => {
    problem = `ended after the limit of ${settings.limitMs / 1000} s`
    end()
  }, settings.limitMs)
  const exitCode = await exitOf(child)
  clearTimeout(timer)
  settings.stop.removeEventListener('abort', end)
  if (!(await groupIsGone(child))) {
    problem ??= 'left processes running (they were ended)'
    end()
  }
  if (settings.stop.aborted) problem ??= 'interrupted'
  return { file, output: output(), tookMs: performance.now() - started, ...judgeOutput({ output: output(), exitCode, problem }) }
}

function environment({ coverageFolder, environment }: RunSettings): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(),
    ...environment,
    FORCE_COLOR: '0',
    ...(coverageFolder ? { NODE_V8_COVERAGE: coverageFolder } : {}),
  }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  const append = (chunk: Buffer): void => {
    text = (text + chunk.toString('utf8')).slice(-keptOutput)
  }
  child.stdout?.on('data', append)
  child.stderr?.on('data', append)
  return () => text
}

/** Waits for the exit, not for closed pipes: a leftover process would hold these open. What was written before is read. */
async function exitOf(child: ChildProcess): Promise<number | null> {
  const closed = once(child, 'close')
  await once(child, 'exit')
  await Promise.race([closed, sleep(500, undefined, { ref: false })])
  return child.exitCode
}

async function groupIsGone(child: ChildProcess): Promise<boolean> {
  const until = performance.now() + leftoverGraceMs
  while (signalGroup(child, 0)) {
    if (performance.now() > until) return false
    await sleep(50)
  }
  return true
}

/** Whether there was anyone to signal. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false
  try {
    return process.kill(-child.pid, signal)
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
