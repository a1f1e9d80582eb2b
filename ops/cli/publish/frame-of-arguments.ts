import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/**
 * One frame from the command line.
 * @param metrics  texts such as `latency_p99=12.5`; names may hold `=` within braces
 * @param labels   texts such as `region=eu`
 * @throws HS_USAGE
 */
export function frameOfArguments(source: string, at: number, metrics: readonly string[], labels: readonly string[]): string {
  if (metrics.length === 0) throw usage('Give at least one metric, such as latency_p99=12.5.')
  const numbers = pairs(metrics, 'metric').map(([name, text]) => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(value)) throw usage(`The value of ${name} is ${JSON.stringify(text)} and must be a finite number.`)
    return [name, value]
  })
  return JSON.stringify({ source, at, metrics: Object.fromEntries(numbers), labels: Object.fromEntries(pairs(labels, 'label')) })
}

function pairs(texts: readonly string[], what: string): [string, string][] {
  const found = texts.map((text): [string, string] => {
    const at = text.lastIndexOf('=')
    if (at <= 0) throw usage(`${JSON.stringify(text)} is not a ${what} with its value, such as name=value.`)
    return [text.slice(0, at), text.slice(at + 1)]
  })
  const twice = found.find(([name], index) => found.findIndex(([other]) => other === name) < index)
  if (twice) throw usage(`The ${what} ${twice[0]} is given twice.`)
  return found
}

function usage(message: string): HomeostatError {
  return new HomeostatError('HS_USAGE', { message })
}
