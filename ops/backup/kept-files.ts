import { readdirSync } from 'node:fs'
import { INSTANCE_FILE } from '../app/instance-id.ts'
import { RUN_FILE } from '../cli/run-file.ts'

/** Names of the files of a data folder that a backup takes beside the log: settings and keys, not what a process says of itself. */
export function kept(data: string): string[] {
  const ofProcesses = new Set([INSTANCE_FILE, RUN_FILE])
  return readdirSync(data, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && !ofProcesses.has(entry.name) && /^[\w][\w.-]*$/.test(entry.name) && !entry.name.endsWith('.new'),
    )
    .map(({ name }) => name)
    .sort()
}
