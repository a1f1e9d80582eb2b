import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { exportLines } from '../../audit/export-lines.ts'
import { headsFile, readHeads } from '../../audit/head-lines.ts'
import { readTrail } from '../../audit/read-trail.ts'
import { type CommandContext, command } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { howMany } from '../format/how-many.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { countEntries } from './count-entries.ts'
import { trustedKeys } from './trusted-keys.ts'

interface Options extends ConnectionFlags {
  readonly tenant?: string
  readonly key?: string
}

export function exportCommand({ terminal }: CommandContext): Command {
  return withConnection(command('export', 'write entries, signed heads and public key to one file', 'audit export audit.ndjson'))
    .argument('<file>', 'where to write; an existing file is not overwritten')
    .option('--tenant <name>', 'only the chain of this tenant')
    .option('--key <file>', 'public keys, PEM; default keys/audit.pub in the data folder')
    .action(async (file: string, { tenant, key, ...flags }: Options) => {
      const keys = trustedKeys(flags.data, key)
      const { trail, log } = await readInstallation(connectionOf(flags, terminal.env), async ({ log, codec }) => ({
        trail: await readTrail(log, codec, tenant),
        log: log.id,
      }))
      const kept = readHeads(headsFile(flags.data)).flatMap(({ head }) => (head ? [head] : []))
      const own = kept.filter((head) => tenant === undefined || head.tenant === tenant)
      const lines = exportLines(trail, own, keys, { log, at: Date.now() })
      writeFileSync(file, `${lines.join('\n')}\n`, { flag: 'wx', mode: 0o600 })
      for (const fault of trail.faults) terminal.err(fault)
      terminal.out(`${file}: ${countEntries(trail.entries.length)}, ${howMany(trail.heads.length, 'signed head')}.`)
    })
}
