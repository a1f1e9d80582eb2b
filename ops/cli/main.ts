import { run } from './run.ts'
import { systemTerminal } from './terminal.ts'

// What bin/homeostat.mjs imports: runs the command line and sets the exit code; the process ends when nothing is left to do.
process.exitCode = await run(process.argv.slice(2), systemTerminal())
