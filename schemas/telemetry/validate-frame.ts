import type { FrameView } from '../codec/codec.ts'
import type { ErrorCode } from '../core/error-catalogue.ts'
import { HomeostatError } from '../core/homeostat-error.ts'
import { frameLimits } from './frame-limits.ts'
import { normalMetricKey } from './metric-key.ts'

/** A frame on its way in; `encodeFrame` takes it as it is. */
export type FrameInput = FrameView

export interface FrameDefaults {
  /** For frames that do not name their source. */
  readonly source?: string | undefined
  /** For frames without a time; milliseconds since 1970 UTC. */
  readonly at?: number | undefined
  /** How the frame is called in errors, such as `frames[3]`. */
  readonly where?: string | undefined
}

/**
 * Checks what a client sent: `{ source, at, metrics: { name: number }, labels?: { name: text } }`. `at` is a whole number of milliseconds
 * since 1970 or a time in RFC 3339; whether it is too old or in the future is for the caller to say. Metric keys are brought into their
 * normal form.
 *
 * @throws HS_FRAME_MALFORMED, HS_FRAME_EMPTY, HS_FRAME_TOO_MANY_METRICS, HS_FRAME_METRIC_TWICE, HS_FRAME_TIME_INVALID, HS_SOURCE_INVALID,
 *   HS_METRIC_NAME_TOO_LONG, HS_METRIC_NAME_INVALID, HS_VALUE_NOT_FINITE, HS_VALUE_OUT_OF_RANGE, HS_LABELS_INVALID
 */
export function validateFrame(json: unknown, defaults: FrameDefaults = {}): FrameInput {
  const where = defaults.where ?? 'frame'
  const { source, at, metrics, labels, ...rest } = objectOf(json, where, 'HS_FRAME_MALFORMED')
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) throw refusal('HS_FRAME_MALFORMED', `${where} has the unknown key ${quote(unknown)}`, unknown)
  return {
    source: checkSource(source ?? defaults.source, where),
    at: checkTime(at ?? defaults.at, where),
    ...checkMetrics(objectOf(metrics, `${where}.metrics`, 'HS_FRAME_MALFORMED'), where),
    labels: checkLabels(labels, where),
  }
}

function objectOf(json: unknown, where: string, code: ErrorCode): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Readonly<Record<string, unknown>> // just checked
  throw refusal(code, `${where} is ${kindOf(json)} and must be an object`, kindOf(json))
}

function checkSource(source: unknown, where: string): string {
  if (typeof source !== 'string' || source === '') {
    throw refusal(
      'HS_SOURCE_INVALID',
      `${where}.source is ${kindOf(source)} and must be a text that is not empty`,
      kindOf(source),
    )
  }
  const bytes = Buffer.byteLength(source)
  if (bytes > frameLimits.sourceBytes) {
    throw refusal('HS_SOURCE_INVALID', `${where}.source is too long, in bytes`, bytes, frameLimits.sourceBytes)
  }
  if (!isPrintable(source)) throw refusal('HS_SOURCE_INVALID', `${where}.source holds control characters`, quote(source))
  return source
}

const RFC_3339 = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i

function checkTime(at: unknown, where: string): number {
  const time = typeof at === 'string' && RFC_3339.test(at) ? Date.parse(at) : at
  if (typeof time === 'number' && Number.isInteger(time) && Math.abs(time) <= 8.64e15) return time // the range of ECMAScript's dates
  const found = typeof at === 'number' || typeof at === 'string' ? quote(String(at)) : kindOf(at)
  throw refusal(
    'HS_FRAME_TIME_INVALID',
    `${where}.at is ${found}; it must be milliseconds since 1970 or RFC 3339 with a zone`,
    found,
  )
}

function checkMetrics(
  metrics: Readonly<Record<string, unknown>>,
  where: string,
): { names: readonly string[]; values: Float64Array } {
  const given = Object.keys(metrics)
  if (given.length === 0) throw refusal('HS_FRAME_EMPTY', `${where}.metrics is empty; send at least one metric`)
  if (given.length > frameLimits.metrics) {
    throw refusal('HS_FRAME_TOO_MANY_METRICS', `${where} has too many metrics`, given.length, frameLimits.metrics)
  }
  const names = given.map((name) => checkName(name, where))
  if (new Set(names).size < names.length) {
    const twice = names.find((name, index) => names.indexOf(name) < index) ?? ''
    throw refusal('HS_FRAME_METRIC_TWICE', `${where} has ${quote(twice)} twice, with its labels in another order`, quote(twice))
  }
  return { names, values: Float64Array.from(given, (name) => checkValue(metrics[name], name, where)) }
}

function checkName(name: string, where: string): string {
  const bytes = Buffer.byteLength(name)
  if (bytes > frameLimits.metricNameBytes) {
    const message = `${where} has a metric whose name is too long, in bytes: ${quote(name)}`
    throw refusal('HS_METRIC_NAME_TOO_LONG', message, bytes, frameLimits.metricNameBytes)
  }
  if (bytes === 0 || !isPrintable(name)) {
    throw refusal('HS_METRIC_NAME_INVALID', `${where} has a metric whose name is empty or holds control characters`, quote(name))
  }
  return normalMetricKey(name)
}

function checkValue(value: unknown, name: string, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const found = typeof value === 'number' || typeof value === 'string' ? quote(String(value)) : kindOf(value)
    throw refusal('HS_VALUE_NOT_FINITE', `${where}.metrics[${quote(name)}] is ${found} and must be a finite number`, found)
  }
  if (Math.abs(value) > frameLimits.magnitude) {
    throw refusal('HS_VALUE_OUT_OF_RANGE', `${where}.metrics[${quote(name)}] is out of range`, value, frameLimits.magnitude)
  }
  return value
}

function checkLabels(labels: unknown, where: string): Readonly<Record<string, string>> {
  const checked: Record<string, string> = Object.create(null)
  if (labels === undefined || labels === null) return Object.freeze(checked)
  const given = Object.entries(objectOf(labels, `${where}.labels`, 'HS_LABELS_INVALID'))
  if (given.length > frameLimits.labels)
    throw refusal('HS_LABELS_INVALID', `${where} has too many labels`, given.length, frameLimits.labels)
  for (const [name, value] of given) {
    if (typeof value !== 'string')
      throw refusal('HS_LABELS_INVALID', `${where}.labels[${quote(name)}] must be a text`, kindOf(value))
    const bytes = Math.max(Buffer.byteLength(name), Buffer.byteLength(value))
    if (bytes > frameLimits.labelBytes) {
      throw refusal('HS_LABELS_INVALID', `${where}.labels[${quote(name)}] is too long, in bytes`, bytes, frameLimits.labelBytes)
    }
    if (name === '' || !isPrintable(name + value)) {
      throw refusal('HS_LABELS_INVALID', `${where}.labels[${quote(name)}] is empty or holds control characters`, quote(name))
    }
    checked[name] = value
  }
  return Object.freeze(checked)
}

/** Neither control characters nor halves of a surrogate pair, which UTF-8 cannot carry. */
function isPrintable(text: string): boolean {
  return !/[\p{Cc}\p{Surrogate}]/u.test(text)
}

/** A text as an error may show it: short, in quotation marks. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

function kindOf(json: unknown): string {
  if (json === undefined) return 'missing'
  if (json === null) return 'null'
  return Array.isArray(json) ? 'a list' : `a ${typeof json}`
}

function refusal(code: ErrorCode, what: string, value?: string | number, limit?: number): HomeostatError {
  const allowed = limit === undefined ? '' : ` (${value}, at most ${limit})`
  return new HomeostatError(code, { message: `${what}${allowed}.`, value, limit })
}
