import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { resetLog } from '../../../streams/runtime/log/embedded/reset-log.ts'
import { resetKafkaLog } from '../../../streams/runtime/log/kafka/reset-kafka-log.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { Connection } from '../../app/connection/connection.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { topicsOf } from '../../app/topics-of.ts'
import type { ToldAct } from '../../audit/act-record.ts'
import { noteActs } from '../../audit/note-acts.ts'
import { thisUser } from '../../audit/this-user.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { confirm } from '../confirm.ts'
import { withConnection } from '../connection-options.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatTable } from '../format/table.ts'
import { chooseStages } from '../instance/choose-stages.ts'
import { logFolder } from '../instance/data-folder.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { type ResetPlan, resetPlan } from '../reset/reset-plan.ts'
import { findRunning } from '../run-file.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly stage?: string
  readonly yes?: boolean
  readonly dryRun?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  withConnection(
    command('reset', 'forget positions, states and read models, and fold the log anew', 'reset --stage signals --dry-run'),
  )
    .addOption(jsonOption())
    .option('--stage <name>', 'only this stage, and those that read what it puts out')
    .option('--dry-run', 'only say what would be done')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nTelemetry, requests and the audit trail stay. What is no longer in the log cannot be derived again. Needs every process of the installation to be stopped.',
    )
    .action(async ({ json, stage, yes, dryRun, ...flags }: Options) => {
      const connection = connectionOf(flags, terminal.env)
      const { data } = flags
      const chosen = resettable(stage)
      const running = findRunning(data)
      if (running)
        throw new HomeostatError('HS_LOG_LOCKED', { value: running.pid, message: `Process ${running.pid} runs on ${data}.` })
      const { plan, before } = await readInstallation(connection, async ({ log }) => ({
        plan: resetPlan(chosen, stages, await log.partitions()),
        before: log.id,
      }))
      if (!json) terminal.out(describe(plan))
      if (dryRun) return json ? terminal.out(JSON.stringify({ ...plan, logId: null })) : undefined
      await confirm(terminal, 'This cannot be undone.', yes)
      const names = plan.topics.map(({ topic }) => topic)
      const act = { object: `log ${before}`, by: thisUser(terminal.env), stages: plan.stages }
      const asked = { ...act, outcome: 'asked', at: systemClock.now() } as const
      // A log that cannot be opened may be what the reset is to mend: then it is noted in the one that comes of it.
      const isNoted = await noteResets(connection, [asked]).then(
        () => true,
        () => false,
      )
      const logId = await emptyTopics(connection, names)
      const done = { ...act, outcome: 'done', at: systemClock.now(), logId } as const
      await noteResets(connection, isNoted ? [done] : [asked, done])
      terminal.out(
        json
          ? JSON.stringify({ ...plan, logId })
          : `Done. The log has the new id ${logId}; the next start derives everything again.`,
      )
    })

/** What is kept for ever is not derived anew. */
function resettable(name: string | undefined): readonly Stage[] {
  const chosen = chooseStages(name).filter(({ permanent }) => permanent !== true)
  if (chosen.length > 0) return chosen
  throw new HomeostatError('HS_USAGE', {
    value: name,
    message: `The stage ${name} is never reset: what it has put out is kept for ever.`,
  })
}

interface Reset {
  readonly outcome: 'asked' | 'done'
  readonly object: string
  readonly by: string
  readonly at: number
  readonly stages: readonly string[]
  /** The id that the log has now, once it is done. */
  readonly logId?: string
}

async function noteResets(connection: Connection, resets: readonly Reset[]): Promise<void> {
  const { log, codec } = await openInstallation(connection, stages)
  try {
    await noteActs(log, codec, resets.map(actOf))
  } finally {
    await log.close()
  }
}

function actOf({ stages: names, logId, ...told }: Reset): ToldAct {
  const details = { stages: names.join(','), ...(logId !== undefined && { log: logId }) }
  return { act: 'log.reset', ...told, details }
}

/** @returns the new id of the log */
function emptyTopics(connection: Connection, names: readonly string[]): Promise<string> {
  if (connection.kind === 'embedded') return resetLog(logFolder(connection.data), names)
  const specs = topicsOf(stages, connection.partitions).filter(({ topic }) => names.includes(topic.name))
  return resetKafkaLog(
    connection.settings,
    specs,
    stages.map(({ name }) => name),
  )
}

function describe({ stages, topics }: ResetPlan): string {
  const rows = topics.map(({ topic, records, bytes }) => [topic, records, formatBytes(bytes)])
  return [
    `Begins anew: ${stages.join(', ')}. The read models are built again on the next start, because the log gets a new id.`,
    rows.length === 0
      ? 'No topic has records that go.'
      : `These topics are emptied:\n\n${formatTable(['TOPIC', 'RECORDS', 'SIZE'], rows)}\n`,
  ].join('\n')
}
