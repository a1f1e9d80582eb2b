import { sha256 } from '../../schemas/core/sha256.ts'
import type { Act } from './act.ts'

/**
 * An act as its entry may tell it. An entry is kept for ever, so it holds nothing that may have to be forgotten, or that nobody should
 * read: what may be a secret by its name or by its form, what is long, and more details than anybody reads are told by their SHA-256
 * alone, which shows later whether it was this and nothing else.
 */
export function told(act: Act): Required<Omit<Act, 'at'>> {
  const { act: name, outcome, actor, object, details } = act
  return { act: short(name), outcome, actor: short(actor), object: short(object), details: safe(details) }
}

const LONGEST = 500
const MOST_DETAILS = 50
const SECRET_NAME = /pass|secret|token|credential|api.?key|private.?key|authorization|dsn|cookie/i
/** User information in an address, a bearer token, a PEM block. */
const SECRET_FORM = /:\/\/[^/\s]*@|\bbearer\s|-----BEGIN /i

function safe(details: Act['details']): Record<string, string> {
  const names = Object.keys(details).sort()
  if (names.length > MOST_DETAILS) return { all: hidden(JSON.stringify(names.map((name) => [name, details[name]]))) }
  return Object.fromEntries(
    names.map((name) => [short(name), SECRET_NAME.test(name) ? hidden(details[name]) : short(details[name])]),
  )
}

function short(text: string): string {
  return text.length > LONGEST || text.includes('\0') || SECRET_FORM.test(text) ? hidden(text) : text
}

function hidden(text: string): string {
  return `sha256:${sha256(text)}`
}
