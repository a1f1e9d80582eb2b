import { HomeostatError } from '../core/homeostat-error.ts'
import type { RegisteredSchema } from './registry.ts'

/** How an entry stands in the topic `schemas`: the id as key, JSON as value; readable without a registry. */
export function encodeSchemaEntry(entry: RegisteredSchema): { key: Buffer; value: Buffer } {
  return { key: Buffer.from(String(entry.id)), value: Buffer.from(JSON.stringify(entry)) }
}

/** @throws HS_RECORD_MALFORMED */
export function decodeSchemaEntry(value: Buffer): RegisteredSchema {
  const entry = parse(value)
  if (isEntry(entry)) return entry
  throw new HomeostatError('HS_RECORD_MALFORMED', {
    message: `A record of the topic schemas is not { id, subject, version, schema }: ${value.toString('utf8', 0, 100)}`,
  })
}

function parse(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString())
  } catch {
    return undefined // refused by the caller, with what stands there
  }
}

function isEntry(entry: unknown): entry is RegisteredSchema {
  if (typeof entry !== 'object' || entry === null) return false
  const { id, subject, version, schema } = entry as Partial<Record<keyof RegisteredSchema, unknown>> // looked at below
  return (
    Number.isInteger(id) &&
    typeof subject === 'string' &&
    Number.isInteger(version) &&
    typeof schema === 'object' &&
    schema !== null
  )
}
