/**
 * What a member tells the others when it joins, as bytes: the version of this format (1), how many tasks it has, and their numbers,
 * as unsigned 32-bit integers, big endian. What cannot be read, such as the format of a later version, claims nothing.
 */
export function encodeClaims(tasks: readonly number[]): Buffer {
  const bytes = Buffer.alloc(1 + 4 + 4 * tasks.length)
  bytes.writeUInt8(VERSION, 0)
  bytes.writeUInt32BE(tasks.length, 1)
  for (const [at, task] of tasks.entries()) bytes.writeUInt32BE(task, 5 + 4 * at)
  return bytes
}

export function decodeClaims(bytes: Buffer): number[] {
  if (bytes.length < 5 || bytes.readUInt8(0) !== VERSION) return []
  const count = bytes.readUInt32BE(1)
  if (bytes.length < 5 + 4 * count) return []
  return Array.from({ length: count }, (_, at) => bytes.readUInt32BE(5 + 4 * at))
}

const VERSION = 1
