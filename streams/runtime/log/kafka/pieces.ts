import type { Admitted } from '../shared/admit.ts'
import type { Place } from './fetch/place.ts'

export type Outgoing = Admitted<Place>

/**
 * What the records of one partition in one request may come to, in bytes; a single record may be larger. Below the broker's
 * `max.message.bytes` with room for what is not counted here.
 */
export const BATCH_BYTES = 900_000

/** What a record needs beside key, value and headers, at most: lengths, deltas and offsets as varints. */
const RECORD_OVERHEAD = 24
const HEADER_OVERHEAD = 10

export function wireBytes({ bytes, record }: Outgoing): number {
  const headers = record.headers === undefined ? 0 : Object.keys(record.headers).length
  return bytes + RECORD_OVERHEAD + headers * HEADER_OVERHEAD
}

/** Cuts records, in their order, into runs that hold no more of any partition than one batch takes: each partition is a request. */
export function piecesOf(records: readonly Outgoing[]): Outgoing[][] {
  const pieces: Outgoing[][] = []
  let piece: Outgoing[] = []
  const inPlace = new Map<Place, number>()
  for (const record of records) {
    const bytes = wireBytes(record)
    const before = inPlace.get(record.place) ?? 0
    if (before > 0 && before + bytes > BATCH_BYTES) {
      pieces.push(piece)
      piece = []
      inPlace.clear()
    }
    piece.push(record)
    inPlace.set(record.place, (inPlace.get(record.place) ?? 0) + bytes)
  }
  if (piece.length > 0) pieces.push(piece)
  return pieces
}
