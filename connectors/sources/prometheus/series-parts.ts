import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * The labels of a series in an answer.
 * @throws HS_PROM_ANSWER_BROKEN
 */
export function labelsOf(metric: unknown): Readonly<Record<string, string>> {
  if (typeof metric !== 'object' || metric === null) throw brokenAnswer('a series has no labels')
  for (const label in metric) {
    if (typeof (metric as Record<string, unknown>)[label] !== 'string')
      throw brokenAnswer(`the label ${JSON.stringify(label)} is no text`)
  }
  return metric as Readonly<Record<string, string>> // just checked
}

/**
 * The value of `[seconds, "number"]`; numbers are written as Go does, infinities as +Inf and -Inf.
 * @throws HS_PROM_ANSWER_BROKEN
 */
export function numberOf(pair: unknown): number {
  if (!Array.isArray(pair) || typeof pair[1] !== 'string' || pair[1] === '') throw brokenAnswer('a series has no value')
  const text = pair[1]
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text)
}

export function brokenAnswer(what: string): HomeostatError {
  return new HomeostatError('HS_PROM_ANSWER_BROKEN', { message: `The answer cannot be read: ${what}.` })
}
