import { CommanderError } from 'commander'
import { describeError } from './describe-error.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { createProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs one command line.
 * @param args  without the program's name
 * @returns     the exit code (see exit-codes.ts); never throws
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const outcome = { code: exitCodes.ok as number }
  try {
    const program = await createProgram(args, { terminal, outcome })
    await program.parseAsync(args, { from: 'user' })
    return outcome.code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage // said already
    terminal.err(describeError(error, terminal.env.HOMEOSTAT_DEBUG === '1'))
    return exitCodeOf(error)
  }
}
