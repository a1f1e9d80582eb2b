import { resolve } from 'node:path'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { findRunning, type RunFile } from '../run-file.ts'

/**
 * The instance that runs on a data folder.
 * @throws HS_NOT_RUNNING, also while it still starts and has no address
 */
export function requireRunning(data: string): RunFile {
  const running = findRunning(data)
  if (running === undefined) throw new HomeostatError('HS_NOT_RUNNING', { message: `Nothing runs on ${resolve(data)}.` })
  if (running.url !== '') return running
  throw new HomeostatError('HS_NOT_RUNNING', { message: `Process ${running.pid} is still starting on ${resolve(data)}.` })
}
