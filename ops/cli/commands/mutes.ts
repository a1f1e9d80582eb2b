import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatTable } from '../format/table.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { type ListedMute, listMutes } from '../requests/list-mutes.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly all?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  withConnection(command('mutes', 'list what is muted', 'mutes --all'))
    .addOption(jsonOption())
    .option('--all', 'also those that are over')
    .action(async ({ json, all, ...flags }: Options) => {
      const listed = await readInstallation(connectionOf(flags, terminal.env), ({ log, codec }) => listMutes(log, codec))
      const mutes = listed.filter(({ ended }) => all || ended === undefined)
      if (json) return terminal.out(JSON.stringify({ mutes: mutes.map(({ began, ended = null }) => ({ ...began, ended })) }))
      terminal.out(mutes.length === 0 ? 'Nothing is muted.' : describe(mutes))
    })

function describe(mutes: readonly ListedMute[]): string {
  const rows = mutes.map(({ began: { id, source, metric, at, until, reason, by }, ended }) => [
    id,
    source,
    metric,
    iso(at),
    ended ? `${iso(ended.at)}${ended.by === '' ? '' : ` by ${ended.by}`}` : `lasts until ${iso(until)}`,
    ended ? String(ended.held) : '',
    by,
    reason.slice(0, 80),
  ])
  return formatTable(['MUTE', 'SOURCE', 'METRIC', 'SINCE', 'END', 'HELD BACK', 'BY', 'REASON'], rows)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
