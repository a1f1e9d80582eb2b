import type { TSchema } from '@sinclair/typebox'
import type { Component } from './components.ts'

/** One setting, as the reference tells it. */
export interface Setting {
  readonly key: string
  /** number, whole number, text, yes or no, list, or the allowed values. */
  readonly type: string
  readonly default: unknown
  /** Empty for what has none. */
  readonly unit: string
  /** Such as `1 … 60000` or `0 < x < 1`; empty without bounds. */
  readonly range: string
  readonly description: string
}

/** The settings of a component in the order of its schema. */
export function settingsOf({ schema }: Component): readonly Setting[] {
  return Object.entries<TSchema>(schema.properties).map(([key, property]) => ({
    key,
    type: typeOf(property),
    default: property.default,
    unit: typeof property.unit === 'string' ? property.unit : unitOfName(key),
    range: rangeOf(property),
    description: property.description ?? '',
  }))
}

function typeOf(property: TSchema): string {
  if (Array.isArray(property.anyOf))
    return property.anyOf.map((one: TSchema) => ('const' in one ? JSON.stringify(one.const) : typeOf(one))).join(' | ')
  return types[String(property.type)] ?? String(property.type)
}

const types: Readonly<Record<string, string>> = {
  integer: 'whole number',
  number: 'number',
  string: 'text',
  boolean: 'yes or no',
  array: 'list',
  object: 'names to texts',
}

/** Names carry the unit where no type can. */
function unitOfName(key: string): string {
  const [, suffix] = /(Ms|Bytes|Days|Percent)$/.exec(key) ?? []
  return suffix === undefined ? '' : (units[suffix] ?? '')
}

const units: Readonly<Record<string, string>> = { Ms: 'ms', Bytes: 'bytes', Days: 'days', Percent: '%' }

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: TSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} … ${maximum}`
  const low = minimum !== undefined ? `${minimum} ≤ x` : exclusiveMinimum !== undefined ? `${exclusiveMinimum} < x` : ''
  const high = maximum !== undefined ? `≤ ${maximum}` : exclusiveMaximum !== undefined ? `< ${exclusiveMaximum}` : ''
  if (low === '' && high === '') return ''
  return low === '' ? `x ${high}` : [low, high].filter((part) => part !== '').join(' ')
}
