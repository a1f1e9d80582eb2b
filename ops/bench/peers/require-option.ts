import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/** @throws HS_USAGE when a benchmark was not told what it cannot do without */
export function requireOption(name: string, value: string, what: string): void {
  if (value === '') throw new HomeostatError('HS_USAGE', { value, message: `--${name} is missing: ${what}.` })
}

/** @throws HS_USAGE */
export function requireKafka({ kafka }: { readonly kafka: string }): void {
  requireOption('kafka', kafka, 'host:port of a broker')
}
