import { readFileSync } from 'node:fs'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { publicKeys } from '../audit/audit-key.ts'
import { publicKeyFile } from '../audit/key-files.ts'
import { rowsOfDatabase } from '../audit/read-rows.ts'
import { readTrail } from '../audit/read-trail.ts'
import { verifyTrail } from '../audit/verify-trail.ts'
import type { Place } from './ground.ts'

/** What the audit trail of a run says of itself. */
export interface AuditJudgement {
  readonly entries: number
  readonly heads: number
  readonly complaints: readonly string[]
}

/** Follows the chain, checks every head, compares the log with the rows; nothing may be left unsigned. */
export async function judgeAudit({ connection, dsn }: Place): Promise<AuditJudgement> {
  const { log, codec } = await openInstallation(connection, stages, { readOnly: true })
  try {
    const trail = await readTrail(log, codec)
    const file = publicKeyFile(connection.data)
    const rows = await rowsOfDatabase(connection.data, dsn)
    const table = typeof rows === 'string' ? rows : { tenant: 'default', rows }
    const { entries, heads, faults, notes } = verifyTrail({
      trail,
      kept: [],
      keys: publicKeys(readFileSync(file, 'utf8'), file),
      table,
    })
    const few = entries === 0 || heads === 0 ? [`There are ${entries} entries and ${heads} heads.`] : []
    return { entries, heads, complaints: [...faults, ...notes, ...few].map((text) => `audit: ${text}`) }
  } finally {
    await log.close()
  }
}
