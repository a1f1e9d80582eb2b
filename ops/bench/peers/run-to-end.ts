import { execFile } from 'node:child_process'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Program } from './programs.ts'

const LONGEST_MS = 600_000

/** Runs a program and gives what it printed. @throws HS_BENCH_PEER_FAILED */
export function runToEnd({ name, command, args, env }: Program): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { env: { ...process.env, ...env }, timeout: LONGEST_MS }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      reject(
        new HomeostatError('HS_BENCH_PEER_FAILED', {
          message: `${name}: ${stderr.slice(-1_000) || error.message}`,
          cause: error,
        }),
      )
    })
  })
}
