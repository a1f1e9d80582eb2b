import type { Command } from 'commander'
import type { RulesView } from '../../../projections/api/routes/rules.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type CommandContext, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatTable } from '../format/table.ts'
import { callApi } from '../instance/call-api.ts'
import { requireRunning } from '../instance/require-running.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
}

export function listCommand({ terminal }: CommandContext): Command {
  return withConnection(command('list', 'the rules of a running instance, and how each of them stands', 'rules list'))
    .addOption(jsonOption())
    .action(async ({ json, ...flags }: Options) => {
      const { url } = requireRunning(connectionOf(flags, terminal.env).data)
      const view = (await callApi(url, '/rules')) as RulesView // our own API of this version
      if (json) return terminal.out(JSON.stringify(view))
      terminal.out(view.rules.length === 0 ? 'There are no rules.' : describe(view))
    })
}

function describe({ rules }: RulesView): string {
  const rows = rules.map(({ name, sources, series, firing, firingSources, evaluatedAt, raised, held }) => [
    name,
    sources,
    series,
    firing,
    raised,
    held,
    evaluatedAt ?? 'never',
    firingSources.slice(0, 3).join(', '),
  ])
  return formatTable(['RULE', 'SOURCES', 'SERIES', 'FIRING', 'RAISED', 'HELD', 'EVALUATED', 'FIRES FOR'], rows)
}
