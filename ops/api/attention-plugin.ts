import { randomUUID } from 'node:crypto'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify'
import { TENANT } from '../../projections/api/reading.ts'
import { readTime } from '../../projections/api/time.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { RecordMap } from '../../schemas/generated/records.ts'
import type { RequestName } from './append-request.ts'
import { type AskPorts, ask } from './ask.ts'

const Id = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f]+$',
  description: 'Idempotency key: asked twice with the same id it is one request; default a new one',
})
const By = Type.String({ minLength: 1, maxLength: 200, description: 'Who asks; default api' })
const Note = Type.String({ maxLength: 1_000, description: 'For whoever looks at the signal later' })
const Pattern = (what: string) => Type.String({ minLength: 1, maxLength: 600, description: `${what}; * stands for any text` })
const Params = Type.Object({ id: Type.String() })

const Answer = Type.Object({
  request: Type.String({ description: 'Id of the request; of a mute also its own' }),
  state: Type.Union([Type.Literal('accepted'), Type.Literal('pending')], {
    description: 'pending: not decided within 5 s; it stands in the log and will be',
  }),
  look: Type.String({ description: 'Where to see what became of it' }),
})
const response = { 200: Answer, 202: Answer }

interface Asked {
  readonly id?: string
  readonly by?: string
}

/** Mutes, acknowledgements and false alarms: written to the log, and answered with what the stage of the signals says. */
export function attentionPlugin(ports: AskPorts): FastifyPluginAsync {
  async function answer<K extends RequestName>(reply: FastifyReply, type: K, value: RecordMap[K], look: string) {
    const state = await ask(ports, TENANT, type, value)
    return reply.code(state === 'accepted' ? 200 : 202).send({ request: value.id, state, look })
  }

  return async (app) => {
    muteRoutes(app, answer, ports.clock.now)
    signalRoutes(app, answer)
  }
}

type AnswerWith = <K extends RequestName>(
  reply: FastifyReply,
  type: K,
  value: RecordMap[K],
  look: string,
) => Promise<FastifyReply>

function muteRoutes(app: FastifyInstance, answer: AnswerWith, now: () => number): void {
  const body = Type.Object(
    {
      source: Pattern('Name of the source'),
      metric: Type.Optional(Pattern('Name of the metric; default every one')),
      until: Type.Optional(Type.String({ description: 'When it ends: RFC 3339 or milliseconds since 1970' })),
      forMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e12, description: 'How long it lasts, in milliseconds' })),
      reason: Type.String({ minLength: 1, maxLength: 1_000 }),
      by: Type.Optional(By),
      id: Type.Optional(Id),
    },
    { additionalProperties: false },
  )
  const summary = 'Have new episodes of what is named call nobody for some time'
  type Body = Asked & { source: string; metric?: string; until?: string; forMs?: number; reason: string }
  app.post<{ Body: Body }>('/mutes', { schema: { summary, tags: ['mutes'], body, response } }, async (request, reply) => {
    const { source, metric = '*', reason, by = 'api', id = randomUUID() } = request.body
    const value = { id, source, metric, until: endOf(request.body, now()), reason, by }
    return answer(reply, 'MuteRequested', value, `/mutes/${encodeURIComponent(id)}`)
  })

  const querystring = Type.Object({ by: Type.Optional(By), id: Type.Optional(Id) }, { additionalProperties: false })
  const schema = { summary: 'End a mute; what still lasts is raised', tags: ['mutes'], params: Params, querystring, response }
  app.delete<{ Params: { id: string }; Querystring: Asked }>('/mutes/:id', { schema }, async (request, reply) => {
    const { by = 'api', id = randomUUID() } = request.query
    const mute = request.params.id
    return answer(reply, 'UnmuteRequested', { id, mute, by }, `/mutes/${encodeURIComponent(mute)}`)
  })
}

function signalRoutes(app: FastifyInstance, answer: AnswerWith): void {
  const body = Type.Object(
    { note: Type.Optional(Note), by: Type.Optional(By), id: Type.Optional(Id) },
    { additionalProperties: false },
  )
  const ways = [
    ['acknowledge', 'AcknowledgeRequested', 'Say that somebody has seen an open signal'],
    [
      'false-alarm',
      'FalseAlarmReported',
      'Say that an open signal was no trouble: it ends, and its like must be more surprising',
    ],
  ] as const
  for (const [path, type, summary] of ways) {
    const schema = { summary, tags: ['signals'], params: Params, body, response }
    type Route = { Params: { id: string }; Body: Asked & { note?: string } }
    app.post<Route>(`/signals/:id/${path}`, { schema }, async (request, reply) => {
      const { note = '', by = 'api', id = randomUUID() } = request.body
      const signal = request.params.id
      return answer(reply, type, { id, signal, note, by }, lookAt(signal))
    })
  }

  const querystring = Type.Object({ by: Type.Optional(By), id: Type.Optional(Id) }, { additionalProperties: false })
  const schema = { summary: 'Take a reported false alarm back', tags: ['signals'], params: Params, querystring, response }
  app.delete<{ Params: { id: string }; Querystring: Asked }>('/signals/:id/false-alarm', { schema }, async (request, reply) => {
    const { by = 'api', id = randomUUID() } = request.query
    const signal = request.params.id
    return answer(reply, 'FalseAlarmWithdrawn', { id, signal, by }, lookAt(signal))
  })
}

function lookAt(signal: string): string {
  return `/signals/${encodeURIComponent(signal)}`
}

/** One of both ways to say when a mute ends. */
function endOf({ until, forMs }: { readonly until?: string; readonly forMs?: number }, now: number): number {
  if ((until === undefined) === (forMs === undefined)) {
    throw new HomeostatError('HS_BODY_MALFORMED', { message: 'A mute needs either `until` or `forMs`.' })
  }
  return until === undefined ? now + (forMs ?? 0) : readTime(until)
}
