import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { INSTANCE_FILE } from '../../app/instance-id.ts'
import { MEMBERS_FOLDER } from '../../app/member-memory.ts'
import { HEADS_FILE } from '../../audit/head-lines.ts'
import { KEYS_FOLDER } from '../../audit/key-files.ts'
import { SINKS_FILE, SINKS_FOLDER } from '../../config/sinks-file-name.ts'
import { SOURCES_FILE } from '../../config/sources-file-name.ts'
import { RULES_FILE } from '../../rules/rules-file.ts'
import { RUN_FILE } from '../run-file.ts'

/** Folder of the log within a data folder. */
export function logFolder(data: string): string {
  return join(data, 'log')
}

/** What an installation may have made in its data folder; nothing else there is ever removed. */
export const ownEntries: readonly string[] = [
  'log',
  'postgres',
  INSTANCE_FILE,
  MEMBERS_FOLDER,
  SINKS_FOLDER,
  RUN_FILE,
  `${RUN_FILE}.new`,
  KEYS_FOLDER,
  HEADS_FILE,
]

/** Makes the folder for its owner alone. An existing one that holds other things is refused, so that a typing error does no harm. */
export function prepareDataFolder(data: string): string {
  const folder = resolve(data)
  const foreign =
    existsSync(folder) && !isDataFolder(folder) ? readdirSync(folder).find((name) => !harmless.has(name)) : undefined
  if (foreign !== undefined) {
    throw new HomeostatError('HS_DATA_FOREIGN', {
      value: folder,
      message: `${folder} holds ${foreign}, and no log of Homeostat.`,
    })
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  return folder
}

/** What a start that was broken off may have left, what a person has put there, and what stands in a new volume or an empty folder of a repository. */
const harmless = new Set([...ownEntries, SOURCES_FILE, SINKS_FILE, RULES_FILE, 'lost+found', '.gitkeep', '.gitignore'])

/** Whether an installation has been here. */
export function isDataFolder(folder: string): boolean {
  return [join('log', 'format'), INSTANCE_FILE, RUN_FILE].some((entry) => existsSync(join(folder, entry)))
}
