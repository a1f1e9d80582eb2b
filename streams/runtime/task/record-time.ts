import { eventTimeOf } from '../../../schemas/cloudevents/event-time-of.ts'
import type { Codec } from '../../../schemas/codec/codec.ts'
import type { StoredRecord } from '../log/log.ts'

/** Event time of a stored record: what its envelope says, else a frame's or a tick's own; NaN when it cannot be read. */
export function recordTime(codec: Codec, record: StoredRecord): number {
  if (record.unreadable) return Number.NaN
  const fromHeaders = eventTimeOf(record.headers)
  if (fromHeaders !== undefined) return fromHeaders
  if (record.value === null) return Number.NaN
  return codec.frameTime(record.value) ?? tickTime(codec, record.value) ?? Number.NaN
}

function tickTime(codec: Codec, value: Buffer): number | undefined {
  if (codec.typeOf(value) !== 'Tick') return undefined
  try {
    const decoded = codec.decode(value)
    return decoded.type === 'Tick' ? decoded.value.at : undefined
  } catch {
    return undefined // folding it will say what is wrong with it
  }
}
