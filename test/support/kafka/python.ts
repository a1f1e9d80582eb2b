import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Fetched, fetched } from '../../../ops/kafka/fetched.ts'
import { skipUnless } from '../skip.ts'

/**
 * A Python that has confluent-kafka, librdkafka's client, as users install it. It is fetched once, into the cache; a file that cannot
 * have it ends here as skipped.
 */
export async function pythonClient(): Promise<string> {
  const { status } = spawnSync('python3', ['-c', 'import ensurepip, venv'])
  skipUnless(status === 0, 'Python 3 with venv is missing (on Debian and Ubuntu: apt-get install python3-venv).')
  return join(await fetched(client, (line) => console.log(line)), 'bin', 'python')
}

const VERSION = '2.16.0'

const client: Fetched = {
  name: `python-confluent-kafka-${VERSION}`,
  origin: 'pip',
  megabytes: 40,
  async fetch(folder) {
    run('python3', ['-m', 'venv', folder])
    run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `confluent-kafka[avro]==${VERSION}`])
  },
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}
