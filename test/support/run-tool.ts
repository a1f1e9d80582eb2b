import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { repositoryRoot } from './repository.ts'

export interface ToolResult {
  readonly exitCode: number | null
  /** What it wrote, standard output and error together. */
  readonly output: string
}

/** Runs a Node.js program and waits for its end. */
export async function runTool(
  args: readonly string[],
  settings: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ToolResult> {
  const { cwd = repositoryRoot, env = process.env } = settings
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const append = (chunk: Buffer): void => {
    output += chunk
  }
  child.stdout.on('data', append)
  child.stderr.on('data', append)
  await once(child, 'close')
  return { exitCode: child.exitCode, output }
}
