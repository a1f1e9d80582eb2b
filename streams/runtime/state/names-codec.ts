import { RecentMap } from '../../../schemas/codec/recent-map.ts'

/** Bytes of names that were written last, as long as somebody has the array. */
const written = new WeakMap<readonly string[], Buffer>()
/** Names by their bytes. A fleet has few lists of names, so that nearly every one was read before. */
const read = new RecentMap<string, readonly string[]>(16e6)

/** Each name as its length (two bytes, little-endian) and UTF-8. The array must not be changed afterwards. */
export function encodeNames(names: readonly string[]): Buffer {
  const known = written.get(names)
  if (known) return known
  const bytes = Buffer.concat(
    names.flatMap((name) => {
      const text = Buffer.from(name)
      const length = Buffer.alloc(2)
      length.writeUInt16LE(text.length, 0)
      return [length, text]
    }),
  )
  written.set(names, bytes)
  return bytes
}

/** The same array for the same bytes, where it can be helped. */
export function decodeNames(bytes: Buffer): readonly string[] {
  const key = bytes.toString('latin1')
  const known = read.get(key)
  if (known) return known
  const names: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16LE(at)
    names.push(bytes.toString('utf8', at + 2, end))
    at = end
  }
  read.set(key, names, 3 * bytes.length)
  return names
}
