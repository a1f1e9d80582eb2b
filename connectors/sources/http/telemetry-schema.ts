import { type Static, Type } from '@sinclair/typebox'
import type { RouteShorthandOptions } from 'fastify'
import { frameLimits } from '../../../schemas/telemetry/frame-limits.ts'

const Frame = Type.Object(
  {
    source: Type.String({ description: 'What was measured: a host, a service, a device', maxLength: frameLimits.sourceBytes }),
    at: Type.Union([Type.Integer(), Type.String({ format: 'date-time' })], {
      description: 'Milliseconds since 1970 UTC, or RFC 3339; at most 24 hours old and 5 minutes ahead',
    }),
    metrics: Type.Record(Type.String(), Type.Number(), {
      description: `Name to value, 1 to ${frameLimits.metrics}; labelled series as name{k="v"}`,
    }),
    labels: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'What is known of the source, such as its region' }),
    ),
  },
  { additionalProperties: false, description: 'Every metric of one source at one instant' },
)

const Accepted = Type.Object({
  accepted: Type.Integer({ description: 'Frames that are in the log now' }),
  positions: Type.Array(Type.Object({ topic: Type.String(), partition: Type.Integer(), offset: Type.Integer() }), {
    description: 'The newest of each partition',
  }),
  position: Type.Optional(
    Type.String({
      description: 'Also in the header Homeostat-Position: with it a question waits until its answer holds these frames',
    }),
  ),
})

export type TelemetryAccepted = Static<typeof Accepted>

/**
 * What the documentation shows. The body is checked by validateFrame instead of by the schema, which would coerce texts to numbers and
 * could not name line, value and limit.
 */
export const telemetryRoute: RouteShorthandOptions = {
  validatorCompiler: () => () => true,
  schema: {
    summary: 'Send telemetry',
    tags: ['telemetry'],
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ pattern: '^[!-~]{1,200}$', description: 'The same key and body are written once' }),
      ),
    }),
    body: {
      content: {
        'application/json': { schema: Type.Union([Frame, Type.Array(Frame), Type.Object({ frames: Type.Array(Frame) })]) },
        'application/x-ndjson': { schema: Type.String({ description: 'One frame a line' }) },
      },
    },
    response: { 200: Accepted },
  },
}

const Sample = Type.Object(
  {
    service: Type.String({ description: 'What was measured: becomes the source' }),
    endpoint: Type.Optional(Type.String({ description: 'Which part of it: becomes a label of every metric' })),
    timestamp: Type.Union([Type.Integer(), Type.String({ format: 'date-time' })]),
    labels: Type.Optional(Type.Record(Type.String(), Type.String())),
    id: Type.Optional(Type.String({ description: 'Not kept: service and time identify a frame' })),
    p50_ms: Type.Optional(Type.Number()),
    p95_ms: Type.Optional(Type.Number({ description: 'Becomes response_time_p95, as p50_ms and p99_ms do theirs' })),
    p99_ms: Type.Optional(Type.Number()),
    throughput: Type.Optional(Type.Number({ description: 'Requests a second' })),
  },
  {
    additionalProperties: Type.Number(),
    description: 'What a profiler has measured; anything else that is a number is a metric',
  },
)

/** The same for samples of profilers. */
export const importRoute: RouteShorthandOptions = {
  ...telemetryRoute,
  schema: {
    ...telemetryRoute.schema,
    summary: 'Import what profilers have measured',
    body: {
      content: {
        'application/json': { schema: Type.Union([Sample, Type.Array(Sample), Type.Object({ samples: Type.Array(Sample) })]) },
        'application/x-ndjson': { schema: Type.String({ description: 'One sample a line' }) },
      },
    },
  },
}
