import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsync } from 'fastify'
import type { Codec } from '../../schemas/codec/codec.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { POSITION_HEADER, writePositionToken } from '../../streams/runtime/log/position-token.ts'
import { type LetterAction, requestLetter } from './request-letter.ts'

export interface LettersPluginOptions {
  readonly log: Log
  readonly codec: Codec
  readonly stages: readonly Stage[]
  /** Milliseconds since 1970; default the wall clock. */
  readonly now?: () => number
}

interface LetterBody {
  readonly letter: number
  readonly action: LetterAction
  readonly by?: string
}

const schema = {
  summary: 'Ask the stage of a dead letter to fold it again, or to give it up',
  tags: ['letters'],
  body: Type.Object(
    {
      letter: Type.Integer({ minimum: 0, description: 'Number of the letter: its offset in dead.letters' }),
      action: Type.Union([Type.Literal('replay'), Type.Literal('drop')]),
      by: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who asks' })),
    },
    { additionalProperties: false },
  ),
  response: {
    202: Type.Object({
      letter: Type.Integer(),
      action: Type.String(),
      position: Type.Object({ topic: Type.String(), partition: Type.Integer(), offset: Type.Integer() }),
    }),
  },
}

/** `POST /requests/letters`: the answer comes when the request is durable (202: its stage obeys when it comes to it). */
export function lettersPlugin({ log, codec, stages, now = Date.now }: LettersPluginOptions): FastifyPluginAsync {
  let last: Promise<unknown> = Promise.resolve()
  return async (app) => {
    app.post<{ Body: LetterBody }>('/requests/letters', { schema }, async (request, reply) => {
      const { letter, action, by = 'api' } = request.body
      const asked = last.then(() => requestLetter({ log, codec, stages, now }, letter, action, by))
      last = asked.catch(() => {}) // whoever asked hears of it; the next one begins anew
      const requested = await asked
      const token = writePositionToken({ logId: log.id, positions: [requested.position] })
      return reply.code(202).header(POSITION_HEADER, token).send(requested)
    })
  }
}
