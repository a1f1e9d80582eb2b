import { createHash } from 'node:crypto'

/** Of the UTF-8 bytes of a text, 64 hexadecimal digits in lower case. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
