import type { Agent } from 'node:http'
import type { Static, TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { refusal, unavailable } from './refusal.ts'
import { type JsonAnswer, type JsonRequest, requestJson } from './request-json.ts'

export interface ConfluentApiOptions {
  /** Without a slash at its end. */
  readonly url: string
  readonly auth: { readonly username: string; readonly password: string } | undefined
  readonly agent: Agent | undefined
  readonly timeoutMs: number
}

export interface Ask<T extends TSchema> extends Pick<JsonRequest, 'method' | 'body'> {
  /** Below the registry's address. */
  readonly path: string
  /** What an answer must look like. */
  readonly as: T
  /** For people: `register a.R`. */
  readonly doing: string
}

/** The part of Confluent's HTTP API that the client package does not offer, with our errors. */
export interface ConfluentApi {
  /** @throws HS_REGISTRY_UNAVAILABLE, HS_REGISTRY_TLS, HS_REGISTRY_AUTH, HS_REGISTRY_FOREIGN, HS_SCHEMA_INCOMPATIBLE, HS_SCHEMA_UNSUPPORTED */
  ask<T extends TSchema>(request: Ask<T>): Promise<Static<T>>
  /** As `ask`; undefined when the server says that there is none: a 404 of something else than a registry is no such answer. */
  find<T extends TSchema>(request: Ask<T>): Promise<Static<T> | undefined>
}

/** Subject, version, schema not found; no compatibility set for the subject. */
const none: readonly unknown[] = [40401, 40402, 40403, 40408]

export function confluentApi({ url, auth, agent, timeoutMs }: ConfluentApiOptions): ConfluentApi {
  async function answerTo({ method, path, body }: Ask<TSchema>): Promise<JsonAnswer> {
    try {
      return await requestJson({ method, url: `${url}${path}`, body, auth, agent, timeoutMs })
    } catch (cause) {
      throw unavailable({ url, reason: reasonOf(cause, timeoutMs), cause })
    }
  }

  function read<T extends TSchema>({ status, json }: JsonAnswer, { as, doing }: Ask<T>): Static<T> {
    if (status >= 200 && status < 300 && Value.Check(as, json)) return json
    const reason = String(fieldOf(json, 'message') ?? fieldOf(json, 'detail') ?? 'the answer has another form')
    throw refusal({ status, reason, url, doing })
  }

  return {
    ask: async (request) => read(await answerTo(request), request),
    async find(request) {
      const answer = await answerTo(request)
      const isNone = answer.status === 404 && none.includes(fieldOf(answer.json, 'error_code'))
      return isNone ? undefined : read(answer, request)
    },
  }
}

function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
}

function reasonOf(cause: unknown, timeoutMs: number): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  return cause.message || ('code' in cause ? String(cause.code) : cause.name) // several refused addresses have no message
}
