import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** File of a data folder that holds the name of its process in a cluster. */
export const INSTANCE_FILE = 'instance'

/** The name under which the process of a data folder is known to a cluster, made with the first start; a restart keeps it. */
export function instanceId(data: string): string {
  const file = join(data, INSTANCE_FILE)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, `${randomUUID()}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file, 'utf8').trim()
}
