/** Bytes that a long takes as Avro writes it (zigzag, then seven bits a byte). */
export function longBytes(value: number): number {
  let bytes = 1
  for (let rest = zigzag(value); rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}

/** Writes a long at `at` and returns where it ends. @param value  an integer, at most 2^52 either way */
export function writeLong(target: Uint8Array, at: number, value: number): number {
  let rest = zigzag(value)
  for (; rest >= 128; rest = Math.floor(rest / 128)) target[at++] = (rest % 128) | 0x80
  target[at++] = rest
  return at
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1
}
