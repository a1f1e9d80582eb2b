import { join } from 'node:path'
import { type Server, startServer } from '../../../kafka/server.ts'
import { findProgram, type Program, programEnvironment } from './find-program.ts'

export interface ProgramStart {
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  isReady(log: string): boolean | Promise<boolean>
}

/** Starts one of the programs with a folder of its own, below `folder`, for its log. */
export function startProgram(folder: string, program: Program, { args, env, isReady }: ProgramStart): Promise<Server> {
  return startServer({
    title: program,
    folder: join(folder, program),
    command: [findProgram(program) ?? program, ...args],
    env: { ...programEnvironment(), ...env },
    background: false,
    isReady,
  })
}

/** Whether a page is answered with 2xx. */
export async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false, // it does not listen yet
  )
}
