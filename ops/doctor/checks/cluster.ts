import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { codeOf, type HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { KafkaConnection } from '../../app/connection/connection.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { formatDuration } from '../../cli/format/duration.ts'
import { type Check, type Finding, failed, ok } from '../check.ts'
import { onCluster } from './on-cluster.ts'

/** The installation in the cluster: topics with their settings, schemas in the log, and the clock against the newest tick. */
export const cluster: Check = {
  name: 'topics',
  run: onCluster(async (connection) => {
    try {
      return await look(connection)
    } catch (error) {
      if (codeOf(error) !== 'HS_TOPIC_MISSING' || connection.settings.manageTopics === false) throw error
      return ok('none is there yet; the first start makes them')
    }
  }),
}

async function look(connection: KafkaConnection): Promise<Finding> {
  const brokers = connection.settings.brokers.join(', ')
  let lost: HomeostatError | undefined
  const { log, registry } = await openInstallation(connection, stages, {
    readOnly: true,
    onRegistryLost: (error) => {
      lost = error
    },
  })
  try {
    if (lost) return failed(`${brokers} can be used, the registry cannot: ${lost.message} [${lost.code}]`, remedyOf(lost))
    const { start, end } = await log.bounds(ScheduleTicks.name, 0)
    const { records } = await log.read(ScheduleTicks.name, 0, Math.max(start, end - LAST_TICKS))
    const ahead = (records.at(-1)?.arrival ?? 0) - Date.now()
    if (ahead > ALLOWED_MS) {
      return failed(`the clock of ${brokers} is ${formatDuration(ahead)} ahead of this one`, 'Set the clocks of both by NTP.')
    }
    return ok(`${brokers}, log ${log.id}, ids of schemas from ${registry}`)
  } finally {
    await log.close()
  }
}

/** Control records stand between the ticks. */
const LAST_TICKS = 50
const ALLOWED_MS = 5_000

function remedyOf(error: HomeostatError): string {
  return errorCatalogue[error.code].remedy
}
