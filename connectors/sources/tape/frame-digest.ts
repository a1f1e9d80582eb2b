import { createHash } from 'node:crypto'
import type { FrameInput } from '../../../schemas/telemetry/validate-frame.ts'

/** Grows with every frame; its value can be asked at any time. */
export interface FrameDigest {
  add(frame: FrameInput): void
  /** SHA-256 of all frames so far, hex. */
  value(): string
}

/** What frames say, not how they are encoded: a new schema version does not make a tape another one. */
export function frameDigest(): FrameDigest {
  const hash = createHash('sha256')
  return {
    add({ source, at, names, values, labels }) {
      hash.update(JSON.stringify([source, at, names, Object.entries(labels)]))
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    },
    value: () => hash.copy().digest('hex'),
  }
}
