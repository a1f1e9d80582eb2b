import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheFolder } from '../../../kafka/cache-folder.ts'

/** The programs that are measured and tested against, as Debian's packages call them. */
export type Program =
  | 'prometheus'
  | 'prometheus-node-exporter'
  | 'prometheus-postgres-exporter'
  | 'prometheus-redis-exporter'
  | 'redis-server'
  | 'victoria-metrics'
  | 'openssl'

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

/** What of these is missing, with how to get it; undefined when everything is there. */
export function whatIsMissing(programs: readonly Program[]): string | undefined {
  const missing = programs.filter((program) => findProgram(program) === undefined)
  return missing.length === 0 ? undefined : `${missing.join(', ')} not found: run .ci/install-prometheus-needs as root.`
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run
  }
}
