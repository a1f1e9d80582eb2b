import type { Codec } from '../../../schemas/codec/codec.ts'
import { FrameReader } from '../../../schemas/codec/frame-reader.ts'
import { InternedNames } from '../../../schemas/codec/interned-names.ts'

/**
 * Reads the peers' frames with the reader of our own, and everything else as before. A peer's frame has neither header nor labels: its
 * bytes are copied into a kept buffer, and an empty map of labels is put behind them.
 */
export function peerCodec(codec: Codec): Codec {
  const reader = new FrameReader(64e6, new InternedNames(8e6))
  let room = Buffer.alloc(4_096)
  let views = new Map<number, Buffer>()

  function padded(bytes: Buffer): Buffer {
    const length = bytes.length + 1
    if (length > room.length) {
      room = Buffer.alloc(2 * length)
      views = new Map()
    }
    let view = views.get(length)
    if (view === undefined) {
      view = room.subarray(0, length)
      views.set(length, view)
    }
    view.set(bytes)
    view[length - 1] = 0
    return view
  }

  return {
    ...codec,
    decode: (bytes) => (isOurs(bytes) ? codec.decode(bytes) : { type: 'Frame', value: reader.read(padded(bytes), 0) }),
    frameTime(bytes) {
      if (isOurs(bytes)) return codec.frameTime(bytes)
      try {
        return reader.readTime(bytes, 0)
      } catch {
        return undefined // not readable: the contract's answer; decode says why
      }
    },
    typeOf: (bytes) => (isOurs(bytes) ? codec.typeOf(bytes) : 'Frame'),
    knows: (bytes) => !isOurs(bytes) || codec.knows(bytes),
    fingerprint: (bytes) => (isOurs(bytes) ? codec.fingerprint(bytes) : ''),
  }
}

/** A peer's frame begins with the length of its source, which is not empty. */
function isOurs(bytes: Buffer): boolean {
  return bytes[0] === 0
}
