import { type Command, Option } from 'commander'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { confluentRegistry } from '../../../schemas/registry/confluent-registry.ts'
import type { RemoteRegistry } from '../../../schemas/registry/remote-registry.ts'
import { connectionOf, registryOf } from '../../app/connection/connection-of.ts'
import { kafkaSettingsFrom } from '../../app/connection/kafka-environment.ts'
import { type Registration, registerSchemas } from '../../schemas-check/register-schemas.ts'
import { restoreSchemas } from '../../schemas-check/restore-schemas.ts'
import { type CommandContext, command, dataOption, jsonOption } from '../command.ts'
import { formatTable } from '../format/table.ts'
import { progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

interface Flags {
  readonly data: string
  readonly registry?: string
  readonly kafka?: string
  readonly prefix?: string
  readonly json?: boolean
  readonly dryRun?: boolean
  readonly restore?: boolean
  readonly setCompatibility?: boolean
}

export function registerCommand({ terminal }: CommandContext): Command {
  return command('register', 'register the schemas with a schema registry', 'schemas register --registry http://127.0.0.1:8081')
    .addOption(dataOption())
    .addOption(jsonOption())
    .option('--registry <url>', "address of the registry's Confluent API; default $HOMEOSTAT_REGISTRY")
    .option('--dry-run', 'write nothing, say what would be done')
    .option('--set-compatibility', 'hold every subject to BACKWARD_TRANSITIVE, whatever was set before')
    .addOption(
      new Option('--restore', 'give a registry that lost its data the ids of the log back').conflicts('setCompatibility'),
    )
    .option('--kafka <brokers>', 'with --restore: brokers of the log; default $HOMEOSTAT_KAFKA_BROKERS')
    .option('--prefix <text>', 'with --restore: before every topic; default $HOMEOSTAT_KAFKA_PREFIX')
    .action(async (flags: Flags) => {
      const remote = remoteOf(flags, terminal)
      await (flags.restore ? restore(remote, flags, terminal) : register(remote, flags, terminal))
    })
}

function remoteOf(flags: Flags, terminal: Terminal): RemoteRegistry {
  const address = registryOf(kafkaSettingsFrom(flags, terminal.env), terminal.env)
  if (address) return confluentRegistry(address)
  throw new HomeostatError('HS_CONFIG_INVALID', { message: 'Name the registry with --registry or HOMEOSTAT_REGISTRY.' })
}

async function register(remote: RemoteRegistry, { json, ...options }: Flags, terminal: Terminal): Promise<void> {
  const registrations = await registerSchemas(remote, options)
  if (json) return terminal.out(JSON.stringify({ registry: remote.url, registrations }))
  terminal.out(
    formatTable(
      ['ID', 'SUBJECT', 'VERSION', ''],
      registrations.map((one) => rowOf(one, options.dryRun === true)),
    ),
  )
}

function rowOf({ subject, id, version, known }: Registration, dryRun: boolean): (string | number)[] {
  return [id ?? '', subject, version, known ? 'was there' : dryRun ? 'would be registered' : 'registered']
}

async function restore(remote: RemoteRegistry, flags: Flags, terminal: Terminal): Promise<void> {
  const connection = connectionOf(flags, terminal.env)
  if (connection.kind !== 'kafka')
    throw new HomeostatError('HS_CONFIG_INVALID', {
      message: '--restore reads the ids from Kafka: name it with --kafka or HOMEOSTAT_KAFKA_BROKERS.',
    })
  const bar = progress(terminal, 'Restored')
  const { dryRun = false, json } = flags
  const done = await restoreSchemas(remote, connection.settings, { dryRun, onStep: bar.step }).finally(bar.end)
  if (json) return terminal.out(JSON.stringify({ registry: remote.url, dryRun, ...done }))
  const { restored, kept, filled } = done
  const places =
    filled === 0 ? '' : `; ${filled} numbers that the log does not know ${dryRun ? 'would be' : 'were'} taken by placeholders`
  terminal.out(`${restored} ids ${dryRun ? 'would be' : 'were'} registered again, ${kept} were there${places}.`)
}
