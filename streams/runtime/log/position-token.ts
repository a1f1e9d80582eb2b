import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Position } from './log.ts'

/** What was written, as a client carries it from the answer to a write to the question that must see it. */
export interface WrittenPositions {
  readonly logId: string
  /** The last of each partition. */
  readonly positions: readonly Position[]
}

/** The header of answers to writes, and of questions. */
export const POSITION_HEADER = 'homeostat-position'

/** An opaque text; what stands in it may change. */
export function writePositionToken({ logId, positions }: WrittenPositions): string {
  const places = positions.map(({ topic, partition, offset }) => [topic, partition, offset])
  return Buffer.from(JSON.stringify([logId, places])).toString('base64url')
}

/** @throws HS_POSITION_INVALID */
export function readPositionToken(token: unknown): WrittenPositions {
  const parsed = typeof token === 'string' && token.length <= LONGEST_TOKEN ? parse(token) : undefined
  if (!Array.isArray(parsed) || parsed.length !== 2) throw new HomeostatError('HS_POSITION_INVALID')
  const [logId, places]: unknown[] = parsed
  if (typeof logId !== 'string' || !Array.isArray(places)) throw new HomeostatError('HS_POSITION_INVALID')
  return { logId, positions: places.map(asPosition) }
}

const LONGEST_TOKEN = 8_000

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
  } catch {
    return undefined // whatever is wrong with it, it is not ours
  }
}

function asPosition(place: unknown): Position {
  const [topic, partition, offset]: unknown[] = Array.isArray(place) ? place : []
  if (typeof topic !== 'string' || !isIndex(partition) || !isIndex(offset)) throw new HomeostatError('HS_POSITION_INVALID')
  return { topic, partition, offset }
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
