import { codeOf, type HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { ServiceLog } from './service-log.ts'

/** Tells how one thing is now; without an error it is well. */
export type TellTrouble = (key: string, fields: object, error: HomeostatError | undefined) => void

/**
 * One line when something begins to fail and one when it is over, however long it lasts and however its reasons change.
 *
 * @param title  of who has the trouble, before the message
 * @param over   what the line says when it is over
 */
export function troubleLines(title: string, fieldsOfAll: object, over: string, logger: ServiceLog): TellTrouble {
  const open = new Map<string, number>()
  return (key, fields, error) => {
    const count = open.get(key)
    if (error === undefined) {
      if (count === undefined) return
      open.delete(key)
      logger.info({ ...fieldsOfAll, ...fields, instants: count }, over)
      return
    }
    open.set(key, (count ?? 0) + 1)
    if (count === undefined) logger.warn({ code: codeOf(error), ...fieldsOfAll, ...fields }, `${title}: ${error.message}`)
  }
}
