import { setMaxListeners } from 'node:events'
import { keepModel } from '../../projections/runner/keep-model.ts'
import type { ProjectionPorts } from '../../projections/runner/projection.ts'
import { codeOf } from '../../schemas/core/homeostat-error.ts'
import type { Failpoint } from '../../streams/runtime/ports/failpoint.ts'
import { requestRebuild } from '../api/request-rebuild.ts'
import { readModels } from '../app/read-models.ts'

export interface ModelsPlan {
  /** Has every read model that has rows built anew beside them. */
  readonly rebuild: boolean
  readonly failpoint: Failpoint
}

/** Keeps every read model in small commits, as an installation does; returns what ends it in good order. */
export async function keepModels(ports: ProjectionPorts, { rebuild, failpoint }: ModelsPlan): Promise<() => Promise<void>> {
  const models = readModels.map((model) => ({ ...model, commitAfterMs: 10 }))
  const { log, store } = ports
  for (const { name } of rebuild ? models : [])
    await requestRebuild({ log, store, models }, name).catch((error: unknown) => {
      if (codeOf(error) !== 'HS_MODEL_BUILDING') throw error // it has no rows yet
    })
  const abort = new AbortController()
  setMaxListeners(0, abort.signal) // every read model listens
  const rebuilt = (one: {
    model: string
    differences: readonly { gone: number; added: number; changed: number }[] | undefined
  }) => {
    const different = one.differences?.filter(({ gone, added, changed }) => gone + added + changed > 0) ?? []
    if (different.length > 0) throw new Error(`${one.model} was built anew and is not the same: ${JSON.stringify(different)}`)
  }
  const running = models.map((model) => keepModel(model, ports, { rebuilt }, { shared: true, failpoint }).run(abort.signal))
  return async () => {
    abort.abort()
    await Promise.all(running)
  }
}
