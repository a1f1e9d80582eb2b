import { type Installation, openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'

/**
 * Gives the log of a data folder to `work`, for reading only; a running `up` is not disturbed.
 * @throws HS_LOG_MISSING
 */
export async function readInstallation<T>(data: string, work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation(data, stages, { readOnly: true })
  try {
    return await work(installation)
  } finally {
    await installation.log.close()
  }
}
