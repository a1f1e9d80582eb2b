import { TENANT } from '../../../projections/api/reading.ts'
import type { RecordMap } from '../../../schemas/generated/records.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import type { RequestName } from '../../api/append-request.ts'
import { ask, type Outcome, PATIENCE_MS } from '../../api/ask.ts'
import type { Connection } from '../../app/connection/connection.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { callApi } from '../instance/call-api.ts'
import { requireRunning } from '../instance/require-running.ts'
import { findRunning } from '../run-file.ts'
import { routeOf } from './route-of.ts'

/**
 * Asks the stage of the signals for something: through the API of what runs on the data folder, otherwise in the log itself. In a
 * cluster the stage runs elsewhere and may answer; in a data folder on which nothing runs the next start decides.
 * @throws what it is refused with
 */
export async function sendRequest<K extends RequestName>(connection: Connection, type: K, value: RecordMap[K]): Promise<Outcome> {
  if (findRunning(connection.data)) {
    const { path, ...call } = routeOf(type, value)
    const answer = await callApi(requireRunning(connection.data).url, path, call)
    return (answer as { state: Outcome }).state // our own API of this version
  }
  const { log, codec } = await openInstallation(connection, stages)
  try {
    const patienceMs = connection.kind === 'kafka' ? PATIENCE_MS : 0
    return await ask({ log, codec, clock: systemClock }, TENANT, type, value, patienceMs)
  } finally {
    await log.close()
  }
}
