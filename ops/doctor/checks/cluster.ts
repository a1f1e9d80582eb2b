import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { KafkaConnection } from '../../app/connection/connection.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { formatDuration } from '../../cli/format/duration.ts'
import { type Check, type Finding, failed, ok } from '../check.ts'

/** Brokers, rights, topics with their settings, registry, and the clock against the newest tick: all that opening an installation needs. */
export const cluster: Check = {
  name: 'kafka',
  async run({ data, flags, env }): Promise<Finding> {
    try {
      const connection = connectionOf({ data, ...flags }, env)
      return connection.kind === 'embedded' ? ok('not used: no brokers are named') : await look(connection)
    } catch (error) {
      if (codeOf(error) === 'HS_TOPIC_MISSING' && env.HOMEOSTAT_KAFKA_MANAGE_TOPICS !== 'false')
        return ok('the brokers can be used; the first start makes the topics')
      if (error instanceof HomeostatError) return failed(`${error.message} [${error.code}]`, remedyOf(error))
      throw error
    }
  },
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
