import fc from 'fast-check'
import { writeCursor } from '../../../../projections/api/cursor.ts'
import type { Parameter } from '../../../e2e/support/fuzz-document.ts'
import { textOf, timeOf } from './tenant-rows.ts'

/** Paths with parameters, such as an OpenAPI document has them. */
export interface Documented {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>
}

/** Addresses of every GET route, with parameters that two tenants' rows have, and some that nobody has; the same every time. */
export function generatedRequests({ paths }: Documented, each: number): string[] {
  return Object.entries(paths).flatMap(([path, item]) => {
    const { get } = item
    return get === undefined ? [] : fc.sample(addressOf(path, get.parameters ?? []), { seed: 4280, numRuns: each })
  })
}

function addressOf(path: string, parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const values = Object.fromEntries(
    parameters.map((parameter) => [
      parameter.name,
      fc.option(givenValue(parameter), { freq: isAlwaysGiven(parameter) ? 1e9 : 1, nil: undefined }),
    ]),
  )
  return fc.record(values).map((given) => {
    const query = new URLSearchParams()
    let address = path
    for (const { name, in: place } of parameters) {
      const value = given[name]
      if (value === undefined) continue
      if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value))
      else if (place === 'query') query.set(name, value)
    }
    return `${address}?${query}`
  })
}

/** What is not given may be taken from the clock, and two answers could not be compared. */
function isAlwaysGiven({ name, in: place, required }: Parameter): boolean {
  return place === 'path' || required === true || /^(at|from|to)$/.test(name)
}

function givenValue({ name, schema }: Parameter): fc.Arbitrary<string> {
  const number = fc.nat(8)
  const text = number.map((n) => textOf(name === 'cursor' ? 'id' : name, n))
  if (name === 'from') return fc.constant(String(timeOf(-2)))
  if (name === 'to' || name === 'at') return fc.constant(String(timeOf(100)))
  if (name === 'cursor')
    return fc.oneof(
      fc.tuple(number.map(timeOf), text).map(writeCursor),
      text.map((id) => writeCursor([id])),
    )
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : 'string'
  if (type === 'boolean') return fc.boolean().map(String)
  if (type === 'integer' || type === 'number') return fc.integer({ min: 1, max: 1_000 }).map(String)
  return fc.oneof({ arbitrary: text, weight: 9 }, { arbitrary: fc.string({ minLength: 1, maxLength: 20 }), weight: 1 })
}
