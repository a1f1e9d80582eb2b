import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { brokenAnswer, labelsOf, numberOf } from './series-parts.ts'

/** One series at one instant. */
export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>
  /** NaN and infinities as they came. */
  readonly value: number
}

/**
 * The series of an instant query; a scalar is one without labels.
 *
 * @param data  of the answer, unchecked
 * @throws HS_PROM_QUERY_REFUSED for ranges and texts, HS_PROM_ANSWER_BROKEN when it has another form
 */
export function instantVector(data: unknown): readonly InstantSample[] {
  const { resultType, result } = Object(data) as Record<string, unknown> // both are looked at below
  if (resultType === 'scalar') return [{ labels: {}, value: numberOf(result) }]
  if (resultType === 'matrix' || resultType === 'string') {
    const what = resultType === 'matrix' ? 'ranges; take a function over them, such as rate() or max_over_time()' : 'a text'
    throw new HomeostatError('HS_PROM_QUERY_REFUSED', { message: `The expression gives ${what}.`, value: resultType })
  }
  if (resultType !== 'vector' || !Array.isArray(result)) throw brokenAnswer(`its result type is ${JSON.stringify(resultType)}`)
  return result.map((series) => {
    const { metric, value } = Object(series) as Record<string, unknown> // both are looked at
    return { labels: labelsOf(metric), value: numberOf(value) }
  })
}
