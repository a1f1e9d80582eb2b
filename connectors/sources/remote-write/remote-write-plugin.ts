import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { isSameSecret } from '../../../schemas/core/same-secret.ts'
import { refuseTenant } from '../http/refuse-tenant.ts'
import type { FrameSink } from '../source.ts'
import type { RemoteWritePlan } from './remote-write-plan.ts'
import { unpack } from './unpack.ts'
import { type DroppedWrites, writeFolding } from './write-folding.ts'
import { readWriteRequest } from './write-request.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An address that asks for a secret of its own, in place of the API's. */
    readonly ownToken?: boolean
  }
}

/** How one request went. */
export interface WriteOutcome {
  readonly samples: number
  readonly frames: number
  readonly dropped: DroppedWrites
  /** Series that are remembered. */
  readonly series: number
}

export interface RemoteWritePluginOptions {
  readonly plan: RemoteWritePlan
  readonly sink: FrameSink
  /** Milliseconds since 1970; default the wall clock. */
  readonly now?: () => number
  /** As it comes, and unpacked. */
  readonly limits?: { readonly sentBytes: number; readonly unpackedBytes: number }
  /** Told of every request whose frames are written. */
  readonly onWrite?: (outcome: WriteOutcome) => void
}

/**
 * `POST /api/v1/write`: remote write 1.0 of Prometheus. The answer 204 comes when the frames are durable. Under load it is 503 with
 * Retry-After, upon which Prometheus sends the same again; nothing of it was taken then, and what comes late is accepted. What a frame
 * cannot hold is left out and counted, because a refusal would make Prometheus throw away all of the request.
 */
export function remoteWritePlugin(options: RemoteWritePluginOptions): FastifyPluginAsync {
  const { plan, sink, now = Date.now, limits = { sentBytes: 8_000_000, unpackedBytes: 32_000_000 }, onWrite = () => {} } = options
  const folding = writeFolding(plan)

  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/x-protobuf', { parseAs: 'buffer', bodyLimit: limits.sentBytes }, (_, body, done) =>
      done(null, body),
    )
    app.addContentTypeParser('*', async (request: FastifyRequest) => {
      throw otherType(request)
    })

    app.post('/api/v1/write', { schema, config: { ownToken: plan.token !== undefined } }, async (request, reply) => {
      refuseTenant(request)
      refuseStranger(request)
      if (!Buffer.isBuffer(request.body)) throw otherType(request)
      await write(request.body)
      return reply.code(204).send()
    })
  }

  async function write(body: Buffer): Promise<void> {
    const { frames, samples, dropped, undo } = folding.fold(readWriteRequest(unpack(body, limits.unpackedBytes)), now())
    try {
      await sink.publish(frames)
    } catch (error) {
      undo()
      throw codeOf(error) === 'HS_INGEST_BUSY' ? busy(error) : error
    }
    onWrite({ samples, dropped, frames: frames.length, series: folding.size })
  }

  function refuseStranger({ headers }: FastifyRequest): void {
    if (plan.token === undefined) return
    const wanted = plan.token()
    const given = headers.authorization ?? ''
    if (wanted === '' || !isSameSecret(given, `Bearer ${wanted}`)) throw new HomeostatError('HS_REMOTE_WRITE_UNAUTHORIZED')
  }
}

const schema = {
  summary: 'Remote write of Prometheus',
  description:
    'Remote write 1.0: a WriteRequest in protobuf, compressed with Snappy. 204 when it is durable, 503 to send it again later.',
  tags: ['telemetry'],
  response: { 204: { type: 'null', description: 'All of it is durable' } },
}

function otherType({ headers }: FastifyRequest): HomeostatError {
  return new HomeostatError('HS_CONTENT_TYPE_UNSUPPORTED', {
    message: 'Send a WriteRequest as application/x-protobuf, compressed with Snappy.',
    value: headers['content-type'],
  })
}

/** Prometheus sends again after a 503, and throws away after a 429. */
function busy(cause: unknown): HomeostatError {
  const waitMs = cause instanceof HomeostatError ? cause.retryAfterMs : undefined
  return new HomeostatError('HS_REMOTE_WRITE_BUSY', { retryAfterMs: waitMs, cause })
}
