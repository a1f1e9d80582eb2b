import { join } from 'node:path'
import { checkHistory, type SchemaFinding } from '../../schemas/compatibility/check-history.ts'
import { readSchemas, schemasFolder } from '../../schemas/generation/read-schemas.ts'
import { fullName } from '../../schemas/generation/render-records.ts'
import { withoutDocs } from '../../schemas/generation/without-docs.ts'
import { readHistory, writeVersion } from './history-folder.ts'

export interface SchemaFolders {
  /** Holds the .avsc files. */
  readonly schemas: string
  /** Holds their released versions. */
  readonly history: string
}

export const ownFolders: SchemaFolders = { schemas: schemasFolder, history: join(schemasFolder, 'history') }

/** What is wrong with the .avsc files against the committed history; `homeostat schemas check` prints it. Empty when all is well. */
export function checkSchemas(folders: SchemaFolders = ownFolders): readonly SchemaFinding[] {
  return checkHistory(currentSchemas(folders.schemas), readHistory(folders.history))
}

/**
 * Adds what is new or has changed compatibly to the history (`homeostat schemas check --accept`).
 * @returns the findings that remain: what is incompatible or was removed is never accepted
 */
export function acceptHistory(folders: SchemaFolders = ownFolders): readonly SchemaFinding[] {
  const current = currentSchemas(folders.schemas)
  const history = readHistory(folders.history)
  const findings = checkHistory(current, history)
  for (const { subject, problem } of findings) {
    if (problem === 'unaccepted')
      writeVersion(folders.history, subject, (history.get(subject)?.length ?? 0) + 1, withoutDocs(current.get(subject)))
  }
  return findings.filter((finding) => finding.problem !== 'unaccepted')
}

function currentSchemas(folder: string): ReadonlyMap<string, object> {
  return new Map(readSchemas(folder).map((record) => [fullName(record), record]))
}
