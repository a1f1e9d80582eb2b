import type { AuditHead } from '../../schemas/generated/records.ts'
import type { PublicKey } from './audit-key.ts'
import { chainCheck } from './chain-check.ts'
import { headFault } from './head-fault.ts'
import type { HeadLine } from './head-lines.ts'
import type { Trail } from './read-trail.ts'
import { type AuditRows, tableFaults } from './table-faults.ts'

export interface VerifyPlan {
  readonly trail: Trail
  /** Heads that were kept outside of the log, by the name of their file. */
  readonly kept: readonly { readonly file: string; readonly lines: readonly HeadLine[] }[]
  readonly keys: readonly PublicKey[]
  /** Rows of the tenant `default`, or why there are none to compare. */
  readonly table: { readonly tenant: string; readonly rows: AuditRows } | string
}

export interface VerifyReport {
  readonly entries: number
  /** Heads that were checked, those in files included. */
  readonly heads: number
  /** What does not fit, as sentences; none when the trail is whole. */
  readonly faults: readonly string[]
  /** What could not be checked, as sentences. */
  readonly notes: readonly string[]
}

/** Follows the chain in the log, and compares it with every signed head and with the read model. */
export function verifyTrail({ trail, kept, keys, table }: VerifyPlan): VerifyReport {
  const faults = [...trail.faults]
  const notes: string[] = []
  const chain = chainCheck()
  for (const { entry } of trail.entries) faults.push(...chain.next(entry))

  const heads: { readonly head: AuditHead; readonly where: string }[] = trail.heads.map((head) => ({ head, where: 'the log' }))
  for (const { file, lines } of kept) {
    for (const { line, head } of lines) {
      if (head) heads.push({ head, where: `line ${line} of ${file}` })
      else faults.push(`Line ${line} of ${file} is no head.`)
    }
  }
  for (const { head, where } of heads) {
    const fault = headFault(head, where, chain, keys)
    if (fault !== undefined) faults.push(fault)
  }
  for (const [tenant, newest] of chain.newest()) {
    const signed = Math.max(0, ...heads.filter(({ head }) => head.tenant === tenant).map(({ head }) => head.n))
    if (signed < newest) notes.push(`Entries ${signed + 1} to ${newest} of ${tenant} are not signed yet.`)
  }

  if (typeof table === 'string') notes.push(`The read model was not compared: ${table}`)
  else {
    const own = trail.entries.filter(({ entry }) => entry.tenant === table.tenant)
    faults.push(...tableFaults(own, table.rows))
  }
  return { entries: trail.entries.length, heads: heads.length, faults, notes }
}
