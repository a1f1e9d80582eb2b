import { createHash } from 'node:crypto'

/** What tells one content from another. */
export function hashOf(bytes) {
  return createHash('sha1').update(bytes).digest('hex')
}
