import { connect } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { type TelemetryPluginOptions, telemetryPlugin } from '../../../../../connectors/sources/http/telemetry-plugin.ts'
import { type LogSinkOptions, logSink } from '../../../../../connectors/sources/log-sink.ts'
import { type ProblemBody, problemOf } from '../../../../../schemas/core/problem.ts'
import { type MemoryEdge, memoryEdge } from '../memory-edge.ts'

export const NOW = Date.UTC(2026, 5, 1, 12)

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Partial<ProblemBody> & { accepted?: number; positions?: unknown[] }
}

export interface IngestServer {
  readonly app: FastifyInstance
  readonly edge: MemoryEdge
  readonly url: string
  /** What the plugin takes for now. */
  time: number
  send(body: string | Buffer | undefined, headers?: Record<string, string>, query?: string): Promise<Answer>
  /** Sends these bytes over a socket and gives the first line of the answer. */
  raw(request: string): Promise<string>
  close(): Promise<void>
}

export interface IngestServerOptions {
  readonly sink?: Partial<LogSinkOptions>
  readonly plugin?: Partial<TelemetryPluginOptions>
}

/** A real server on a free port of the loopback, writing into a real log. */
export async function ingestServer({ sink = {}, plugin = {} }: IngestServerOptions = {}): Promise<IngestServer> {
  const edge = await memoryEdge()
  const app = Fastify()
  app.setErrorHandler((error, _request, reply) => {
    const { status, headers, body } = problemOf(error)
    return reply.status(status).headers(headers).send(body)
  })
  const server = { time: NOW }
  await app.register(
    telemetryPlugin({ sink: logSink({ ...edge, tenant: 'default', ...sink }), now: () => server.time, ...plugin }),
  )
  const url = await app.listen({ host: '127.0.0.1', port: 0 })

  return Object.assign(server, {
    app,
    edge,
    url,
    async send(body: string | Buffer | undefined, headers: Record<string, string> = {}, query = '') {
      const response = await fetch(`${url}/telemetry${query}`, {
        method: 'POST',
        ...(body === undefined ? {} : { body }),
        headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      })
      return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
    },
    raw: (request: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
        socket.once('data', (data) => {
          resolve(String(data).split('\r\n')[0])
          socket.destroy()
        })
        socket.once('error', reject)
        socket.once('close', () => reject(new Error('closed without an answer')))
      }),
    close: () => app.close(),
  })
}

/** A frame as a client sends it. */
export function given(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { source: 'web-1', at: NOW, metrics: { cpu_usage: 12.5 }, ...changes }
}
