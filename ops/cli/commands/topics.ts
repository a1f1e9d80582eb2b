import type { TopicStatus } from '../../../projections/api/topics.ts'
import type { Connection } from '../../app/connection/connection.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { recordedTopics } from '../../app/recorded-topics.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatTable } from '../format/table.ts'
import { callApi } from '../instance/call-api.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { findRunning } from '../run-file.ts'
import { describePlan, planOf } from '../topics/plan.ts'

export const create: CommandFactory = ({ terminal }) =>
  withConnection(command('topics', 'list the topics with their bounds and who has read how far', 'topics --all'))
    .addOption(jsonOption())
    .option('--all', 'also topics without records')
    .option(
      '--plan',
      'print what must exist in the cluster, as commands of Kafka, for those who make topics and rights themselves',
    )
    .option('--principal <name>', 'with --plan: whom the rights are for', 'User:homeostat')
    .action(async ({ json, all, plan, principal, ...flags }: Options) => {
      const connection = connectionOf(flags, terminal.env)
      if (plan) {
        const planned = planOf(connection, principal)
        return terminal.out(json ? JSON.stringify(planned) : describePlan(planned, connection))
      }
      const topics = (await topicsOf(connection)).filter((topic) => all || topic.end > 0)
      terminal.out(json ? JSON.stringify({ topics }) : describe(topics))
    })

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly all?: boolean
  readonly plan?: boolean
  readonly principal: string
}

/** From the running instance, which knows more; from the log when nothing runs, and in a cluster, where no process knows all. */
async function topicsOf(connection: Connection): Promise<readonly TopicStatus[]> {
  const running = connection.kind === 'embedded' ? findRunning(connection.data) : undefined
  if (!running?.url) return readInstallation(connection, recordedTopics)
  const answer = (await callApi(running.url, '/topics')) as { topics: readonly TopicStatus[] } // our own API of this version
  return answer.topics
}

function describe(topics: readonly TopicStatus[]): string {
  const rows = topics
    .toSorted((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition)
    .map(({ topic, partition, start, end, bytes, readers }) => [
      topic,
      partition,
      start,
      end,
      formatBytes(bytes),
      readers.map(({ reader, lag }) => `${reader.replace(/^\w+:/, '')} ${lag === 0 ? 'at end' : `-${lag}`}`).join(', '),
    ])
  return formatTable(['TOPIC', 'PARTITION', 'FIRST', 'NEXT', 'SIZE', 'READERS (LAG IN RECORDS)'], rows)
}
