import type { Command } from 'commander'
import type { AuditEntry } from '../../../schemas/generated/records.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { readTrail } from '../../audit/read-trail.ts'
import { type CommandContext, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatTable, printable } from '../format/table.ts'
import { parseTime } from '../input/time.ts'
import { wholeNumber } from '../input/whole-number.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { toJson } from '../tail/to-json.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly act?: string
  readonly actor?: string
  readonly from?: number
  readonly to?: number
  readonly last: number
}

export function listCommand({ terminal }: CommandContext): Command {
  return withConnection(command('list', 'list the entries', 'audit list --actor ann --from -7d'))
    .addOption(jsonOption())
    .option('--act <name>', 'only this act, such as log.reset')
    .option('--actor <name>', 'only what this one did')
    .option('--from <time>', 'from this time: 2026-01-31T12:00:00Z, milliseconds, -10m', (text) => parseTime(text))
    .option('--to <time>', 'before this time', (text) => parseTime(text))
    .option('-n, --last <count>', 'so many of the newest', wholeNumber(0, 1_000_000), 100)
    .action(async ({ json, act, actor, from, to, last, ...flags }: Options) => {
      const trail = await readInstallation(connectionOf(flags, terminal.env), ({ log, codec }) => readTrail(log, codec))
      const chosen = trail.entries
        .map(({ entry }) => entry)
        .filter((entry) => act === undefined || entry.act === act)
        .filter((entry) => actor === undefined || entry.actor === actor)
        .filter(({ at }) => at >= (from ?? Number.NEGATIVE_INFINITY) && at < (to ?? Number.POSITIVE_INFINITY))
      const shown = last === 0 ? [] : chosen.slice(-last)
      for (const fault of trail.faults) terminal.err(fault)
      if (json) return terminal.out(toJson({ entries: shown }))
      terminal.out(shown.length === 0 ? 'No entries.' : table(shown))
    })
}

function table(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ n, at, act, outcome, actor, object }) => [
    n,
    Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at),
    `${act} ${outcome}`,
    printable(actor),
    printable(object).slice(0, 80),
  ])
  return formatTable(['ENTRY', 'TIME', 'ACT', 'WHO', 'ON WHAT'], rows)
}
