import { createHash } from 'node:crypto'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

export interface IdempotentAnswers<T> {
  /**
   * The answer to this key, made at most once while it is remembered; a request that comes while the first is under way waits for it. A
   * failure is not remembered. Without a key every call makes its answer.
   *
   * @throws HS_IDEMPOTENCY_KEY_INVALID, HS_IDEMPOTENCY_KEY_REUSED, and what `make` throws
   */
  once(key: string | string[] | undefined, body: Buffer, make: () => Promise<T>): Promise<T>
}

export interface IdempotentAnswersOptions {
  readonly now: () => number
  readonly keptMs: number
  /** The oldest key gives way to a new one. */
  readonly mostKeys: number
}

export function idempotentAnswers<T>({ now, keptMs, mostKeys }: IdempotentAnswersOptions): IdempotentAnswers<T> {
  const remembered = new Map<string, { readonly digest: string; readonly until: number; readonly answer: Promise<T> }>()

  function dropOld(): void {
    for (const [key, { until }] of remembered) {
      if (until > now() && remembered.size < mostKeys) return
      remembered.delete(key)
    }
  }

  return {
    async once(key, body, make) {
      if (key === undefined) return make()
      if (typeof key !== 'string' || !KEY.test(key)) throw new HomeostatError('HS_IDEMPOTENCY_KEY_INVALID')
      const digest = createHash('sha256').update(body).digest('base64')
      const known = remembered.get(key)
      if (known && known.until > now()) {
        if (known.digest !== digest) throw new HomeostatError('HS_IDEMPOTENCY_KEY_REUSED', { value: key })
        return known.answer
      }
      remembered.delete(key)
      dropOld()
      const answer = make()
      remembered.set(key, { digest, until: now() + keptMs, answer })
      try {
        return await answer
      } catch (error) {
        if (remembered.get(key)?.answer === answer) remembered.delete(key)
        throw error
      }
    },
  }
}

const KEY = /^[\x21-\x7e]{1,200}$/
