import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'

export const create: CommandFactory = ({ terminal, outcome }) =>
  command('bench', 'run a benchmark; without a name: list them', 'bench codec')
    .argument('[name]', 'name of the benchmark')
    .argument('[arguments...]', 'what it is given; behind -- when it begins with a hyphen')
    .addOption(jsonOption())
    .action(async (name: string | undefined, given: readonly string[], { json }: { json?: boolean }) => {
      const names = benchmarks()
      if (name === undefined) return terminal.out(json ? JSON.stringify({ benchmarks: names }) : names.join('\n'))
      if (!names.includes(name)) {
        throw new HomeostatError('HS_USAGE', {
          value: name,
          message: `There is no benchmark ${name}; there are ${names.join(', ')}.`,
        })
      }
      outcome.code = await runScript(fileURLToPath(new URL(`${name}.ts`, folder)), given)
    })

const folder = new URL('../../bench/', import.meta.url)

function benchmarks(): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort()
}

/**
 * In a process of its own, so that what is measured is not disturbed by what the command line has loaded.
 * @returns its exit code, which means the same as that of a command
 */
function runScript(path: string, args: readonly string[]): Promise<number> {
  const tsx = fileURLToPath(import.meta.resolve('tsx'))
  const child = spawn(process.execPath, ['--import', tsx, path, ...args], { stdio: 'inherit' })
  const stop = () => child.kill()
  process.once('SIGTERM', stop)
  process.on('SIGINT', ignore) // the terminal sends it to the child too
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('SIGTERM', stop)
      process.off('SIGINT', ignore)
      resolve(code ?? exitCodes.failed)
    })
  })
}

function ignore(): void {}
