import type { Admitted } from '../shared/admit.ts'
import type { Place } from './fetch/place.ts'

export type Outgoing = Admitted<Place>

/**
 * What the records of one partition in one request may come to, in bytes; a single record may be larger. Below the broker's
 * `max.message.bytes` with room for what is not counted here.
 */
export const BATCH_BYTES = 900_000

/** What one request to all brokers may come to, so that a large commit does not stand in memory twice. */
const REQUEST_BYTES = 8_000_000

/** What a record needs beside key, value and headers, at most: lengths, deltas and offsets as varints. */
const RECORD_OVERHEAD = 24
const HEADER_OVERHEAD = 10

export function wireBytes({ bytes, record }: Outgoing): number {
  const headers = record.headers === undefined ? 0 : Object.keys(record.headers).length
  return bytes + RECORD_OVERHEAD + headers * HEADER_OVERHEAD
}

/** Cuts records, in their order, into runs that each fit one request with one batch a partition. */
export function piecesOf(records: readonly Outgoing[]): Outgoing[][] {
  const pieces: Outgoing[][] = []
  let piece: Outgoing[] = []
  let total = 0
  const inPlace = new Map<Place, number>()
  for (const record of records) {
    const bytes = wireBytes(record)
    const before = inPlace.get(record.place) ?? 0
    if (piece.length > 0 && ((before > 0 && before + bytes > BATCH_BYTES) || total + bytes > REQUEST_BYTES)) {
      pieces.push(piece)
      piece = []
      total = 0
      inPlace.clear()
    }
    piece.push(record)
    total += bytes
    inPlace.set(record.place, (inPlace.get(record.place) ?? 0) + bytes)
  }
  if (piece.length > 0) pieces.push(piece)
  return pieces
}
