import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Runs a foreign program to its end.
 * @returns the lines that it wrote to its standard output
 * @throws Error with what it complained of when it failed
 */
export async function runClient(command: readonly string[], input: string): Promise<string[]> {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  let complaints = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  child.stdin.end(input)
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`${program} ended with ${child.exitCode}: ${complaints}${output}`)
  return output.split('\n').filter((line) => line !== '' && line !== '>')
}
