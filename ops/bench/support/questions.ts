import type { Figure } from './figure.ts'
import { percentile } from './median.ts'

/** Of an API that is asked without a network in between. */
export interface Asked {
  inject(request: { url: string; headers: Readonly<Record<string, string>> }): Promise<{
    readonly statusCode: number
    readonly body: string
    json(): unknown
  }>
}

/** The answer to one question. @throws when it is no 200 */
export async function ask(api: Asked, url: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await api.inject({ url, headers: { host: 'localhost' } })
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body}`)
  return answer.json() as Readonly<Record<string, unknown>> // every 200 of these routes is an object
}

const LONGEST_MS = 30_000

/** Asks one question after the other, as often as is wanted or as there is time for, and tells the slowest of twenty. */
export async function measureQuestion(api: Asked, name: string, samples: number, url: (n: number) => string): Promise<Figure> {
  const took: number[] = []
  const until = performance.now() + LONGEST_MS
  for (let n = 0; n < samples && performance.now() < until; n++) {
    const began = performance.now()
    await ask(api, url(n))
    took.push(performance.now() - began)
  }
  return { what: `query, ${name}, p95`, rounds: [percentile(took, 0.95)], unit: 'ms', bar: { atMost: 100 } }
}
