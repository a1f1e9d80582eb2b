import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheFolder } from '../../../ops/kafka/cache-folder.ts'
import { skipUnless } from '../skip.ts'

const needed = ['prometheus', 'prometheus-node-exporter', 'prometheus-redis-exporter', 'redis-server', 'openssl'] as const

export type Program = (typeof needed)[number]

/** Where `.ci/install-prometheus-needs` unpacks what is not installed. */
const unpacked = join(cacheFolder(), 'prometheus')

/** Environment in which the programs find their libraries. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const libraries = ['x86_64', 'aarch64'].map((machine) => join(unpacked, 'usr', 'lib', `${machine}-linux-gnu`))
  return { ...process.env, LD_LIBRARY_PATH: libraries.join(delimiter) }
}

/** Path of a program, installed or unpacked; undefined where it is neither. */
export function findProgram(program: Program): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(unpacked, 'usr', 'bin')]
  return folders.map((folder) => join(folder, program)).find(isProgram)
}

/** What is missing for the tests on Prometheus, with how to get it; undefined when everything is there. */
export function prometheusMissing(): string | undefined {
  const missing = needed.filter((program) => findProgram(program) === undefined)
  return missing.length === 0 ? undefined : `${missing.join(', ')} not found: run .ci/install-prometheus-needs as root.`
}

/** Ends a test file as skipped, loudly, where a program is missing; in CI that is a failure. */
export function skipUnlessPrometheus(): void {
  const why = prometheusMissing()
  skipUnless(why === undefined, why ?? '')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run
  }
}
