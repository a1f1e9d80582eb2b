import type { TopicStatus } from '../../../projections/api/topics.ts'
import { type CommandFactory, command, dataOption, jsonOption } from '../command.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatTable } from '../format/table.ts'
import { callApi } from '../instance/call-api.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { recordedTopics } from '../instance/recorded-topics.ts'
import { findRunning } from '../run-file.ts'

export const create: CommandFactory = ({ terminal }) =>
  command('topics', 'list the topics with their bounds and who has read how far', 'topics --all')
    .addOption(dataOption())
    .addOption(jsonOption())
    .option('--all', 'also topics without records')
    .action(async ({ data, json, all }: { data: string; json?: boolean; all?: boolean }) => {
      const topics = (await topicsOf(data)).filter((topic) => all || topic.end > 0)
      terminal.out(json ? JSON.stringify({ topics }) : describe(topics))
    })

/** From the running instance, which knows more; from the log when nothing runs. */
async function topicsOf(data: string): Promise<readonly TopicStatus[]> {
  const running = findRunning(data)
  if (!running?.url) return readInstallation(data, recordedTopics)
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
