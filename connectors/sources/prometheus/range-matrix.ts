import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { brokenAnswer, labelsOf, numberOf } from './series-parts.ts'

/** One series over a range. */
export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>
  /** Milliseconds since 1970, ascending, and as many values; NaN and infinities as they came. */
  readonly times: readonly number[]
  readonly values: readonly number[]
}

/**
 * The series of a range query.
 *
 * @param data  of the answer, unchecked
 * @throws HS_PROM_QUERY_REFUSED for texts, HS_PROM_ANSWER_BROKEN when it has another form
 */
export function rangeMatrix(data: unknown): readonly RangeSeries[] {
  const { resultType, result } = Object(data) as Record<string, unknown> // both are looked at below
  if (resultType === 'string') {
    throw new HomeostatError('HS_PROM_QUERY_REFUSED', { message: 'The expression gives a text.', value: resultType })
  }
  if (resultType !== 'matrix' || !Array.isArray(result)) throw brokenAnswer(`its result type is ${JSON.stringify(resultType)}`)
  return result.map((series) => {
    const { metric, values } = Object(series) as Record<string, unknown> // both are looked at
    if (!Array.isArray(values)) throw brokenAnswer('a series has no values')
    return { labels: labelsOf(metric), times: values.map(timeOf), values: values.map(numberOf) }
  })
}

/** `[seconds, "number"]` */
function timeOf(pair: unknown): number {
  if (!Array.isArray(pair) || typeof pair[0] !== 'number') throw brokenAnswer('a value has no time')
  return Math.round(pair[0] * 1000)
}
