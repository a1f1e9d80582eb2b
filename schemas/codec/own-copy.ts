/** A copy with memory of its own: `Buffer.from` cuts small ones out of a shared block, all of which then lives as long as one of them. */
export function ownCopy(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  copy.set(bytes)
  return copy
}
