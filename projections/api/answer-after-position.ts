import { Type } from '@sinclair/typebox'
import { POSITION_HEADER } from '../../streams/runtime/log/position-token.ts'
import type { PositionWait } from './position-wait.ts'
import type { Api } from './type-provider.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Names of the read models that this address answers from. */
    readonly readModels?: readonly string[]
  }
}

/**
 * Lets every address that names its read models take a position, as `?position=` or as a header: the answer then holds what was written
 * there. Before the first route and before what makes the documentation, because it adds to the schemas of routes.
 */
export function answerAfterPosition(api: Api, wait: PositionWait): void {
  api.addHook('onRoute', (route) => {
    if (route.config?.readModels === undefined) return
    const { querystring = Type.Object({}), ...schema } = route.schema ?? {}
    const { properties, ...rest } = querystring as { properties: object } // every schema of a query is an object
    route.schema = { ...schema, querystring: { ...rest, properties: { ...properties, position: Position } } }
  })
  api.addHook('preValidation', async (request) => {
    const { readModels } = request.routeOptions.config
    if (readModels === undefined) return
    const { position = request.headers[POSITION_HEADER] } = (request.query ?? {}) as { position?: unknown } // not validated yet
    if (position !== undefined) await wait(readModels, position)
  })
}

const Position = Type.Optional(
  Type.String({ description: 'What a write has answered in Homeostat-Position: waits up to 5 s until the answer holds it' }),
)
