import { allRoles, parseRoles, type Role } from '../../app/roles.ts'
import { type CommandFactory, command } from '../command.ts'
import { runService, type ServiceOptions, withService } from '../up/service-options.ts'

interface Options extends ServiceOptions {
  readonly roles: readonly Role[]
}

export const create: CommandFactory = ({ terminal }) =>
  withService(command('run', 'run one process of an installation on Kafka', 'run --roles stages --kafka localhost:9092'))
    .requiredOption('--roles <roles>', `what it does, separated by commas: ${allRoles.join(', ')}`, parseRoles)
    .addHelpText(
      'after',
      `
sources      watches this machine, takes POST /telemetry
stages       shares the tasks of all stages with its like; the newest one keeps the clock
projections  keeps the read models in the database; a second one stands by
api          answers from the database, takes POST /telemetry and requests
Every process has /healthz, /readyz and /metrics on its port, and needs a data folder of its own.`,
    )
    .action((options: Options) => runService(options, { roles: options.roles }, terminal))
