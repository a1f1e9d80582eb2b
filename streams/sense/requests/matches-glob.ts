/**
 * Whether a name fits a pattern in which * stands for any text, also for none; everything else stands for itself. O(length of the name)
 * a star.
 *
 * @example
 * matchesGlob('web-*', 'web-1') // true
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const [head, ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return pattern === name
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false
  let from = head.length
  for (const part of rest) {
    const found = name.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return from <= name.length - tail.length
}
