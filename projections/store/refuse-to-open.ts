import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { ReadModel } from '../read-model.ts'
import type { RebuildReason } from './store.ts'

/**
 * What may be emptied when it is opened is what nobody could be answered from. Rows of another version still answer, so they stay until
 * others are built; and what is built beside them begins with `begin` alone, so that it does not begin anew after it has taken its place.
 *
 * @throws HS_MODEL_VERSION, HS_REBUILD_GONE
 */
export function refuseToOpen(model: ReadModel, reason: RebuildReason | undefined, found: number | undefined): void {
  if (model.beside) {
    if (reason === 'new') throw new HomeostatError('HS_REBUILD_GONE', { value: model.name })
  } else if (reason === 'version') {
    throw new HomeostatError('HS_MODEL_VERSION', {
      value: found,
      limit: model.version,
      message: `The rows of ${model.name} are of version ${found}, and this process has version ${model.version}.`,
    })
  }
}
