import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Fetched, fetched } from '../../ops/kafka/fetched.ts'
import { skipUnless } from './skip.ts'

export interface PythonPackages {
  /** Names its folder in the cache; holds the version. */
  readonly name: string
  readonly megabytes: number
  /** What pip is told to install. */
  readonly install: readonly string[]
}

/**
 * Path of a Python that has some packages, fetched once, into the cache; a file that cannot have it ends here as skipped. Their own
 * programs do not work there: say `-m` and the name of the module.
 */
export async function pythonPackages({ name, megabytes, install }: PythonPackages): Promise<string> {
  const { status } = spawnSync('python3', ['-c', 'import ensurepip, venv'])
  skipUnless(status === 0, 'Python 3 with venv is missing (on Debian and Ubuntu: apt-get install python3-venv).')
  const packages: Fetched = {
    name: `python-${name}`,
    origin: 'pip',
    megabytes,
    async fetch(folder) {
      run('python3', ['-m', 'venv', folder])
      run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...install])
    },
  }
  return join(await fetched(packages, (line) => console.log(line)), 'bin', 'python')
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}
