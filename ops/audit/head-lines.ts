import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditHead } from '../../schemas/generated/records.ts'

/** Heads as lines of JSON in the data folder, to be copied to where nobody of this machine can change them. */
export function headsFile(data: string): string {
  return join(data, HEADS_FILE)
}

export const HEADS_FILE = 'audit-heads.ndjson'

export function appendHeads(file: string, heads: readonly AuditHead[]): void {
  appendFileSync(file, heads.map((head) => `${JSON.stringify(head)}\n`).join(''), { mode: 0o600, flush: true })
}

/** A line of such a file; `head` is undefined where it is none. */
export interface HeadLine {
  readonly line: number
  readonly head: AuditHead | undefined
}

/** Every line; none when there is no file. */
export function readHeads(file: string): readonly HeadLine[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((text, i) => (text.trim() === '' ? [] : [{ line: i + 1, head: headOf(text) }]))
}

function headOf(text: string): AuditHead | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isHead(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isHead(value: unknown): value is AuditHead {
  if (typeof value !== 'object' || value === null) return false
  const { tenant, n, hash, at, key, signature } = value as Partial<Record<keyof AuditHead, unknown>> // looked at one by one
  const texts = [tenant, hash, key, signature]
  return texts.every((text) => typeof text === 'string') && Number.isSafeInteger(n) && Number.isSafeInteger(at)
}
