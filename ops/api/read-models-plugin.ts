import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsync } from 'fastify'
import type { ReadModel } from '../../projections/read-model.ts'
import type { ProjectionStatus } from '../../projections/runner/projection.ts'
import type { Store } from '../../projections/store/store.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { ReadModelState, readModelState } from './read-model-state.ts'
import { requestRebuild } from './request-rebuild.ts'

export interface ReadModelsPluginOptions {
  readonly log: Log
  readonly store: Store
  readonly models: readonly ReadModel[]
  /** Of the projections of this process, if it has any. */
  readonly statuses: (() => readonly ProjectionStatus[]) | undefined
}

/** How the read models are, and having one built anew beside its rows, which answer until the new ones take their place. */
export function readModelsPlugin({ log, store, models, statuses }: ReadModelsPluginOptions): FastifyPluginAsync {
  const state = (model: ReadModel) => readModelState(model, log, store, statuses?.())
  return async (app) => {
    const list = {
      summary: 'Read models: version, lag, and what is built beside them',
      tags: ['operation'],
      response: { 200: Type.Object({ models: Type.Array(ReadModelState) }) },
    }
    app.get('/read-models', { schema: list }, async () => ({ models: await Promise.all(models.map(state)) }))

    const ask = {
      summary: 'Build a read model anew from the log, beside its rows',
      tags: ['operation'],
      params: Type.Object({ model: Type.String() }),
      response: { 202: ReadModelState },
    }
    app.post<{ Params: { model: string } }>('/read-models/:model/rebuild', { schema: ask }, async ({ params }, reply) =>
      reply.code(202).send(await state(await requestRebuild({ log, store, models }, params.model))),
    )
  }
}
