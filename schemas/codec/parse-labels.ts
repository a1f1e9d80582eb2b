import type { ByteReader } from './byte-reader.ts'
import { malformed } from './malformed.ts'

/** Reads a map of strings as a frozen object without a prototype. @throws HS_RECORD_MALFORMED, also when a label occurs twice */
export function parseLabels(input: ByteReader): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null)
  for (let count = input.readBlock(2); count > 0; count = input.readBlock(2)) {
    const { blockEnd } = input
    for (; count > 0; count--) {
      const name = input.readString()
      if (name in labels) throw malformed('a label occurs twice', input.pos)
      labels[name] = input.readString()
    }
    input.endBlock(blockEnd)
  }
  return Object.freeze(labels)
}
