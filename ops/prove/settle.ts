import { taskId } from '../../streams/runtime/state/restore.ts'
import { openInstallation } from '../app/open-installation.ts'
import { stages } from '../app/stages.ts'
import { tasksOf } from '../cli/instance/tasks-of.ts'
import type { Place } from './ground.ts'

/**
 * Waits until every transaction of the tasks has ended in every partition. On Kafka a commit is certain before all its partitions show it,
 * and what a killed worker had under way is open until its time is over; opening the writer of a task waits for both.
 */
export async function settle({ connection }: Place): Promise<void> {
  if (connection.kind === 'embedded') return // one file, one look
  const { log } = await openInstallation(connection, stages, { readOnly: true })
  try {
    for (const { stage, partition } of await tasksOf(log, stages)) {
      const writer = await log.writer(taskId(stage.name, partition))
      await writer.close()
    }
  } finally {
    await log.close()
  }
}
