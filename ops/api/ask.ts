import type { Codec } from '../../schemas/codec/codec.ts'
import { type ErrorCode, errorCatalogue } from '../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { RecordMap, RequestRefused } from '../../schemas/generated/records.ts'
import { ControlAnswers } from '../../schemas/topics.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import type { Clock } from '../../streams/runtime/ports/clock.ts'
import { learnSchemas } from '../../streams/runtime/task/learn-schemas.ts'
import { appendRequest, type RequestName } from './append-request.ts'

/** Whether the stage has obeyed already; it will when it comes to it. */
export type Outcome = 'accepted' | 'pending'

export interface AskPorts {
  readonly log: Log
  readonly codec: Codec
  readonly clock: Clock
}

/** So long an answer is waited for. */
export const PATIENCE_MS = 5_000

/**
 * Writes a request and waits for what its stage says of it.
 * @returns  'pending' when nothing was said in time: the request stands in the log all the same
 * @throws what the stage refuses it with, and what the log throws
 */
export async function ask<K extends RequestName>(
  ports: AskPorts,
  tenant: string,
  type: K,
  value: RecordMap[K],
  patienceMs = PATIENCE_MS,
): Promise<Outcome> {
  const { log, codec, clock } = ports
  const { end } = await log.bounds(ControlAnswers.name, 0)
  await appendRequest(ports, tenant, type, value, clock.now())
  const until = clock.now() + patienceMs
  const consumer = log.consumer([{ topic: ControlAnswers.name, partition: 0, from: end }])
  try {
    for (let left = patienceMs; left > 0; left = until - clock.now()) {
      const [{ records }] = await consumer.poll({ maxBytes: MOST_BYTES, timeoutMs: Math.min(left, LOOK_MS) })
      await learnSchemas(codec, records)
      for (const record of records) {
        const answer = record.value === null ? undefined : codec.decode(record.value)
        if (answer?.type === 'RequestAccepted' && answer.value.request === value.id) return 'accepted'
        if (answer?.type === 'RequestRefused' && answer.value.request === value.id) throw refusal(answer.value)
      }
    }
    return 'pending'
  } finally {
    await consumer.close()
  }
}

const MOST_BYTES = 1_000_000
const LOOK_MS = 500

function refusal({ code, value, limit, reason }: RequestRefused): HomeostatError {
  return new HomeostatError(isCode(code) ? code : 'HS_INTERNAL', {
    message: reason,
    value: value === '' ? undefined : value,
    limit: limit === '' ? undefined : limit,
  })
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code)
}
