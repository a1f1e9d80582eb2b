import { Argument } from 'commander'
import type { ReadModelState } from '../../api/read-model-state.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatCount } from '../format/count.ts'
import { formatTable } from '../format/table.ts'
import { untilInterrupted } from '../interrupt.ts'
import { progress } from '../progress.ts'
import { withReadModels } from '../rebuild/with-read-models.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly postgres?: string
}

export const create: CommandFactory = ({ terminal }) =>
  withConnection(command('rebuild', 'build a read model anew from the log while the old rows answer', 'rebuild signals'))
    .addArgument(new Argument('[model]', 'name of the read model; without it they are listed'))
    .addOption(jsonOption())
    .option('--postgres <dsn>', 'PostgreSQL of the read models, where nothing runs; default $POSTGRES_DSN, else one of its own')
    .addHelpText('after', '\nCan be interrupted: what runs goes on with it, and so does the next start.')
    .action(async (name: string | undefined, { json, postgres, ...flags }: Options) => {
      const dsn = postgres || terminal.env.POSTGRES_DSN || undefined
      await untilInterrupted((interrupted) =>
        withReadModels(connectionOf(flags, terminal.env), dsn, interrupted, async (models) => {
          if (name === undefined) {
            const all = await models.list()
            return terminal.out(json ? JSON.stringify({ models: all }) : table(all))
          }
          const shown = progress(terminal, `${name}, records`)
          const done = await models.rebuild(name, shown.step).finally(shown.end)
          if (done) terminal.out(json ? JSON.stringify(done) : describe(done))
          else terminal.out(json ? 'null' : 'Interrupted; it goes on where something runs, or with the next start.')
        }),
      )
    })

function table(models: readonly ReadModelState[]): string {
  const rows = models.map(({ model, version, serving, behind, rebuild }) => [
    model,
    serving ?? 'none',
    version,
    behind,
    rebuild ? `${formatCount(rebuild.done)} of ${formatCount(rebuild.total)}` : '',
  ])
  return formatTable(['MODEL', 'ROWS', 'VERSION', 'BEHIND', 'REBUILD'], rows)
}

function describe({ model, version, rebuilt }: ReadModelState): string {
  const differences = rebuilt?.differences
  if (!differences) return `${model} was built anew (version ${version}).`
  const different = differences.filter(({ gone, added, changed }) => gone + added + changed > 0)
  if (different.length === 0) return `${model} was built anew (version ${version}); the rows are the same as before.`
  const rows = different.map(({ table, gone, added, changed }) => [table, gone, added, changed])
  return `${model} was built anew (version ${version}). These rows differ from those before; where the log has let records go, rows that count them do:\n\n${formatTable(['TABLE', 'GONE', 'ADDED', 'CHANGED'], rows)}`
}
