import { type Command, Option } from 'commander'
import { dataOption } from './command.ts'

/** Adds what says where the installation is. What else a cluster needs comes from the environment: `homeostat config kafka`. */
export function withConnection(command: Command): Command {
  return command
    .addOption(dataOption())
    .addOption(new Option('--kafka <brokers>', 'brokers as host:port, separated by commas; default $HOMEOSTAT_KAFKA_BROKERS'))
    .addOption(new Option('--registry <url>', 'schema registry; default $HOMEOSTAT_REGISTRY'))
    .addOption(new Option('--prefix <text>', 'before every name in the cluster; default $HOMEOSTAT_KAFKA_PREFIX'))
}
