import type { Command } from 'commander'
import { TENANT } from '../../../projections/api/reading.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { headsFile, readHeads } from '../../audit/head-lines.ts'
import { rowsOfApi, rowsOfDatabase } from '../../audit/read-rows.ts'
import { readTrail } from '../../audit/read-trail.ts'
import type { AuditRows } from '../../audit/table-faults.ts'
import { type VerifyReport, verifyTrail } from '../../audit/verify-trail.ts'
import { type CommandContext, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { exitCodes } from '../exit-codes.ts'
import { howMany } from '../format/how-many.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { findRunning } from '../run-file.ts'
import type { Terminal } from '../terminal.ts'
import { countEntries } from './count-entries.ts'
import { trustedKeys } from './trusted-keys.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly key?: string
  readonly heads?: string
  readonly postgres?: string
}

export function verifyCommand({ terminal, outcome }: CommandContext): Command {
  return withConnection(command('verify', 'find what was changed, moved, removed or written anew', 'audit verify'))
    .addOption(jsonOption())
    .option('--key <file>', 'public keys that are trusted, PEM; default keys/audit.pub in the data folder')
    .option('--heads <file>', 'heads that were kept elsewhere, besides audit-heads.ndjson in the data folder')
    .option('--postgres <dsn>', 'PostgreSQL of the read models; default $POSTGRES_DSN, else the one in the data folder')
    .addHelpText(
      'after',
      '\nFollows the chain in the log, and compares it with the signed heads and with the read model. Ends with 1 when something does not fit.',
    )
    .action(async ({ json, key, heads, postgres, ...flags }: Options) => {
      const { data } = flags
      const keys = trustedKeys(data, key)
      const files = [headsFile(data), ...(heads === undefined ? [] : [heads])]
      // The rows first: what they have stands in the log by then.
      const rows = await rowsOf(data, postgres || terminal.env.POSTGRES_DSN || undefined)
      const trail = await readInstallation(connectionOf(flags, terminal.env), ({ log, codec }) => readTrail(log, codec))
      const kept = files.map((file) => ({ file, lines: readHeads(file) }))
      const report = verifyTrail({ trail, kept, keys, table: typeof rows === 'string' ? rows : { tenant: TENANT, rows } })
      if (json) terminal.out(JSON.stringify({ whole: report.faults.length === 0, ...report }))
      else show(report, terminal)
      if (report.faults.length > 0) outcome.code = exitCodes.failed
    })
}

/** Where nothing can be compared, the sentence that says why. */
async function rowsOf(data: string, dsn: string | undefined): Promise<AuditRows | string> {
  const running = findRunning(data)
  try {
    if (running && running.url !== '') return await rowsOfApi(running.url)
    return await rowsOfDatabase(data, dsn)
  } catch (error) {
    if (error instanceof HomeostatError) return error.message
    throw error
  }
}

function show({ entries, heads, faults, notes }: VerifyReport, terminal: Terminal): void {
  for (const fault of faults) terminal.out(fault)
  for (const note of notes) terminal.out(`Note: ${note}`)
  const checked = `${countEntries(entries)}, ${howMany(heads, 'signed head')}`
  terminal.out(faults.length === 0 ? `The trail is whole: ${checked}.` : `${howMany(faults.length, 'fault')} in ${checked}.`)
}
