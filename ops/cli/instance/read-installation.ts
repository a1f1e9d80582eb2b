import type { Connection } from '../../app/connection/connection.ts'
import { type Installation, openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'

/**
 * Gives the log of an installation to `work`, for reading only; what runs is not disturbed.
 * @param where  a data folder, or a connection
 * @throws HS_LOG_MISSING, HS_TOPIC_MISSING and what keeps it from being reached
 */
export async function readInstallation<T>(
  where: string | Connection,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(where, stages, { readOnly: true })
  try {
    return await work(installation)
  } finally {
    await installation.log.close()
  }
}
