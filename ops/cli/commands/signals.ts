import type { SignalView } from '../../../projections/api/signal-view.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatTable } from '../format/table.ts'
import { callApi } from '../instance/call-api.ts'
import { requireRunning } from '../instance/require-running.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly all?: boolean
  readonly held?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  withConnection(command('signals', 'list the signals that last and called somebody', 'signals --held'))
    .addOption(jsonOption())
    .option('--all', 'also those that are over')
    .option('--held', 'also those that called nobody')
    .action(async ({ json, all, held, ...flags }: Options) => {
      const { url } = requireRunning(connectionOf(flags, terminal.env).data)
      const query = new URLSearchParams({ limit: '1000', ...(all ? {} : { open: 'true' }), ...(held ? {} : { held: 'false' }) })
      const { signals } = (await callApi(url, `/signals?${query}`)) as { signals: readonly SignalView[] } // our own API of this version
      if (json) return terminal.out(JSON.stringify({ signals }))
      terminal.out(signals.length === 0 ? 'No signals.' : describe(signals))
    })

function describe(signals: readonly SignalView[]): string {
  const rows = signals.map(({ id, source, raisedAt, open, severity, held, acknowledged, falseAlarm, hint }) => [
    id,
    raisedAt ?? '',
    open ? 'open' : 'over',
    severity,
    source,
    falseAlarm ? `false alarm (${falseAlarm.by})` : acknowledged ? `seen by ${acknowledged.by}` : (held ?? ''),
    hint.slice(0, 100),
  ])
  return formatTable(['SIGNAL', 'RAISED', 'STATE', 'SEVERITY', 'SOURCE', 'SAID', 'WHAT'], rows)
}
