import { spawn } from 'node:child_process'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Program } from './programs.ts'
import { cpuSecondsOf, sampleUse } from './sampled-use.ts'

/** What a program prints at its end; the peers print more. */
interface Printed {
  readonly frames: number
  readonly samplesPerS: number
  readonly framesPerS: number
  /** From the first record to the last. */
  readonly seconds: number
  readonly startSeconds: number
  readonly peakRssMb: number
  readonly anomalies: number
}

/** A run of a program, its CPU time seen from outside: for all programs in the same way. */
export interface ProgramRun extends Printed {
  /** From the first record to the last, in seconds. */
  readonly cpuSeconds: number
  /** Of the whole life until it printed its line, start-up included. */
  readonly lifeCpuSeconds: number
  /** What the broker used from the program's start to its end; undefined when its process is not known. */
  readonly brokerCpuSeconds: number | undefined
}

const LONGEST_MS = 600_000

/** @throws HS_BENCH_PEER_FAILED when it ends without its line, or does not end */
export async function runProgram(program: Program, brokerPid: number | undefined): Promise<ProgramRun> {
  const { name, command, args, env } = program
  const brokerBefore = brokerPid === undefined ? undefined : cpuSecondsOf(brokerPid)
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const use = sampleUse(child.pid ?? 0)
  const tooLong = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
  let out = ''
  let complaint = ''
  let printedAt = 0
  child.stdout.on('data', (chunk) => {
    if (printedAt === 0) printedAt = performance.now()
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    complaint = (complaint + String(chunk)).slice(-1_000)
  })
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const line = /\{"peer".*\}/.exec(out)?.[0]
    if (line === undefined) throw new Error(`it ended with ${code}: ${complaint}`)
    const printed = JSON.parse(line) as Printed // what every one of these programs prints
    const brokerAfter = brokerPid === undefined ? undefined : cpuSecondsOf(brokerPid)
    const lifeCpuSeconds = use.cpuSecondsAt(printedAt)
    return {
      ...printed,
      cpuSeconds: lifeCpuSeconds - use.cpuSecondsAt(printedAt - printed.seconds * 1e3),
      lifeCpuSeconds,
      brokerCpuSeconds: brokerBefore === undefined || brokerAfter === undefined ? undefined : brokerAfter - brokerBefore,
    }
  } catch (error) {
    throw new HomeostatError('HS_BENCH_PEER_FAILED', { message: `${name}: ${messageOf(error)}`, cause: error })
  } finally {
    clearTimeout(tooLong)
    use.stop()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
