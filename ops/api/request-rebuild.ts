import type { ReadModel } from '../../projections/read-model.ts'
import type { Store } from '../../projections/store/store.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Log } from '../../streams/runtime/log/log.ts'

/**
 * Has a read model built anew beside its rows; whoever keeps it begins within seconds. Asking while it is under way changes nothing.
 * @throws HS_MODEL_UNKNOWN, HS_MODEL_BUILDING before there are rows, HS_DATABASE_UNAVAILABLE
 */
export async function requestRebuild(
  { log, store, models }: { log: Log; store: Store; models: readonly ReadModel[] },
  name: string,
): Promise<ReadModel> {
  const model = findModel(models, name)
  const { serving } = await store.standing(model)
  const inputs = (await log.partitions()).filter(({ topic }) => model.reads.some((read) => read.name === topic))
  if (serving && (await store.begin(model, log.id, inputs, serving.version))) return model
  throw new HomeostatError('HS_MODEL_BUILDING', { value: name, message: `${name} has no rows yet that could be replaced.` })
}

/** @throws HS_MODEL_UNKNOWN */
export function findModel(models: readonly ReadModel[], name: string): ReadModel {
  const found = models.find((model) => model.name === name)
  if (found) return found
  const message = `There is no read model ${name}; there are ${models.map((model) => model.name).join(', ')}.`
  throw new HomeostatError('HS_MODEL_UNKNOWN', { value: name, message })
}
