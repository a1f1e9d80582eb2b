import { parsePace } from '../../../connectors/sources/tape/pace.ts'
import { allRoles } from '../../app/roles.ts'
import { type CommandFactory, command } from '../command.ts'
import { runService, type ServiceOptions, withService } from '../up/service-options.ts'

interface Options extends ServiceOptions {
  readonly tape?: string
  readonly pace?: number
}

export const create: CommandFactory = ({ terminal }) =>
  withService(command('up', 'watch this machine: everything in one process', 'up --for 60s'))
    .option(
      '--tape <file>',
      'play a recording (CSV, NDJSON, .gz) into a data folder of its own, instead of watching this machine',
    )
    .option('--pace <pace>', 'how fast a tape is played: fastest, real, or a factor such as x60', parsePace)
    .addHelpText('after', '\nPOSTGRES_DSN names a PostgreSQL to use instead of the one that comes with Homeostat.')
    .action(async (options: Options) => {
      const { tape: path, pace = Number.POSITIVE_INFINITY } = options
      await runService(options, { roles: allRoles, tape: path === undefined ? undefined : { path, pace } }, terminal)
    })
