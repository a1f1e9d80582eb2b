import type { Finding, Signal } from '../../schemas/generated/records.ts'
import type { StateCodec } from '../runtime/api/processor.ts'
import type { TokenBucket } from '../stats/token-bucket.ts'

/** One signal that was raised and not cleared. */
export interface Member {
  readonly id: string
  readonly method: Finding['method']
  readonly held: Signal['held']
  /** Set when its detector has ended it while the episode goes on for another method. */
  ended: Finding | null
}

/** What is wrong with one series, by whatever methods. The first member leads: the others are its duplicates. */
export interface Episode {
  readonly source: string
  readonly metric: string
  readonly members: Member[]
  raised: Finding
  /** When something was last heard of it. */
  heardAt: number
}

/** Findings of one source close to each other: one disturbance, seen in many series. */
export interface Burst {
  lastAt: number
  told: number
  readonly paid: boolean
}

/** All that one tenant has open. */
export interface BudgetState {
  bucket: TokenBucket | null
  /** In the order in which they began. */
  readonly episodes: Map<string, Episode>
  /** By source. */
  readonly bursts: Map<string, Burst>
}

/** JSON; maps as lists of pairs in their order. */
export const budgetState: StateCodec<BudgetState> = {
  version: 1,
  empty: () => ({ bucket: null, episodes: new Map(), bursts: new Map() }),
  encode: ({ bucket, episodes, bursts }) => Buffer.from(JSON.stringify({ bucket, episodes: [...episodes], bursts: [...bursts] })),
  decode: (bytes) => {
    const { bucket, episodes, bursts } = JSON.parse(bytes.toString()) // our own bytes
    return { bucket, episodes: new Map(episodes), bursts: new Map(bursts) }
  },
}
