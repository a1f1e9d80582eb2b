import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { stages } from '../../app/stages.ts'

/**
 * The stage of this name, or all.
 * @throws HS_STAGE_UNKNOWN
 */
export function chooseStages(name: string | undefined): readonly Stage[] {
  if (name === undefined) return stages
  const found = stages.filter((stage) => stage.name === name)
  if (found.length > 0) return found
  const message = `There is no stage ${name}; there are ${stages.map((stage) => stage.name).join(', ')}.`
  throw new HomeostatError('HS_STAGE_UNKNOWN', { value: name, message })
}
