import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/**
 * Runs Maven and waits for its end.
 * @param say told how many files have come, every few seconds
 * @throws HS_MAVEN_MISSING; HS_DOWNLOAD_FAILED with what Maven complains of, also when it is silent for two minutes
 */
export async function runMaven(args: readonly string[], say: (line: string) => void): Promise<void> {
  if (!hasMaven()) throw new HomeostatError('HS_MAVEN_MISSING')
  const child = spawn(PROGRAM, ['--batch-mode', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const complaints: string[] = []
  let files = 0
  let silence = setTimeout(giveUp, SILENCE_MS)
  function giveUp() {
    complaints.push(`Maven said nothing for ${SILENCE_MS / 1000} s.`)
    child.kill()
  }
  const listen = (chunk: Buffer) => {
    clearTimeout(silence)
    silence = setTimeout(giveUp, SILENCE_MS)
    for (const line of chunk.toString('utf8').split('\n')) {
      if (/^\[ERROR\]|Exception|^The JAVA_HOME/.test(line)) complaints.push(line.trim())
      if (/Downloaded/.test(line)) files += 1
    }
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const progress = setInterval(() => say(`  ${files} files fetched`), PROGRESS_MS)
  const end = () => child.kill()
  process.once('exit', end)
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      complaints.push(error.message)
      resolve(null)
    })
    child.once('close', resolve)
  })
  process.off('exit', end)
  clearInterval(progress)
  clearTimeout(silence)
  if (code !== 0)
    throw new HomeostatError('HS_DOWNLOAD_FAILED', {
      message: `Maven failed: ${complaints.slice(0, 3).join(' ') || `exit code ${code}`}`,
    })
}

/** Whether Maven stands on the path; asking it itself takes as long as a start of Java. */
export function hasMaven(env: NodeJS.ProcessEnv = process.env): boolean {
  return (env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, PROGRAM)))
}

const PROGRAM = process.platform === 'win32' ? 'mvn.cmd' : 'mvn'
const PROGRESS_MS = 3_000
const SILENCE_MS = 120_000
