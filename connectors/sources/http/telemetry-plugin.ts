import type { IncomingMessage } from 'node:http'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { POSITION_HEADER, writePositionToken } from '../../../streams/runtime/log/position-token.ts'
import type { FrameSink } from '../source.ts'
import { acceptFrames } from './accept-frames.ts'
import { type IdempotentAnswers, idempotentAnswers } from './idempotent-answers.ts'
import { importSamples } from './import-samples.ts'
import { newestPositions } from './newest-positions.ts'
import { type GivenFrame, parseBody } from './parse-body.ts'
import { type BodyLimits, readBody } from './read-body.ts'
import { refuseTenant } from './refuse-tenant.ts'
import { importRoute, type TelemetryAccepted, telemetryRoute } from './telemetry-schema.ts'

export interface TelemetryPluginOptions {
  readonly sink: FrameSink
  /** Milliseconds since 1970; default the wall clock. */
  readonly now?: () => number
  /** Of the log into which the sink writes: lets answers carry a position that questions can wait for. */
  readonly logId?: string
  readonly limits?: Partial<BodyLimits>
}

/**
 * `POST /telemetry`: frames as JSON (one, a list, or `{ "frames": […] }`) or NDJSON, plain or gzip. All of a request or nothing; the
 * answer comes when the frames are durable. The errors are HomeostatErrors: the application that mounts the plugin turns them into
 * problem+json.
 *
 * `POST /metrics/import` takes what profilers measure in the same way, and makes frames of it.
 *
 * Sending again is safe: (source, at) identifies a frame and readers count it once. With an `Idempotency-Key` the same body gets the same
 * answer for ten minutes and is written once.
 *
 * Delivery: what was answered with 200 is in the log. After a 429, 507 or any 4xx nothing was written; after a broken connection
 * or another 5xx it is unknown: send again.
 */
export function telemetryPlugin({ sink, now = Date.now, logId, limits = {} }: TelemetryPluginOptions): FastifyPluginAsync {
  const bodyLimits: BodyLimits = { sentBytes: 4_000_000, inflatedBytes: 16_000_000, ...limits }

  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      ['application/json', 'application/x-ndjson'],
      { bodyLimit: bodyLimits.sentBytes },
      (request: FastifyRequest, payload: IncomingMessage) => readBody(payload, request.headers, bodyLimits),
    )
    app.addContentTypeParser('*', async (request: FastifyRequest) => {
      throw new HomeostatError('HS_CONTENT_TYPE_UNSUPPORTED', { value: request.headers['content-type'] })
    })

    const routes = [
      ['/telemetry', telemetryRoute, (body: Buffer, type: string | undefined) => parseBody(body, type)],
      [
        '/metrics/import',
        importRoute,
        (body: Buffer, type: string | undefined) => importSamples(parseBody(body, type, 'samples')),
      ],
    ] as const
    for (const [path, route, read] of routes) {
      const answers: IdempotentAnswers<TelemetryAccepted> = idempotentAnswers({ now, keptMs: 600_000, mostKeys: 10_000 })
      app.post(path, route, async (request, reply) => {
        refuseTenant(request)
        const body = bytesOf(request)
        const key = request.headers['idempotency-key']
        const accepted = await answers.once(key, body, () => accept(read(body, request.headers['content-type'])))
        if (accepted.position !== undefined) reply.header(POSITION_HEADER, accepted.position)
        return accepted
      })
    }
  }

  async function accept(given: readonly GivenFrame[]): Promise<TelemetryAccepted> {
    const frames = acceptFrames(given, now())
    const positions = newestPositions(await sink.publish(frames))
    const position = logId === undefined ? {} : { position: writePositionToken({ logId, positions }) }
    return { accepted: frames.length, positions, ...position }
  }
}

function bytesOf(request: FastifyRequest): Buffer {
  if (Buffer.isBuffer(request.body)) return request.body
  throw new HomeostatError('HS_CONTENT_TYPE_UNSUPPORTED', {
    message: 'The request has no body; send frames as application/json.',
  })
}
