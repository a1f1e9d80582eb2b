import type { Static } from '@sinclair/typebox'
import type { Finding, RequestAccepted, RequestRefused, Signal } from '../../schemas/generated/records.ts'
import type { Context, StateCodec } from '../runtime/api/processor.ts'
import type { TokenBucket } from '../stats/token-bucket.ts'
import type { AlarmBudgetConfig } from './alarm-budget-config.ts'

/** One signal that was raised and not cleared. */
export interface Member {
  readonly id: string
  readonly method: Finding['method']
  readonly held: Signal['held']
  /** How surprising it was when it was raised. */
  readonly score: number
  /** Set when its detector has ended it while the episode goes on for another method. */
  ended: Finding | null
  /** Whether somebody has said to have seen it. */
  acknowledged: boolean
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
  /** The gravest that was told. */
  gravest: Finding['severity']
  /** From the budget, or for what is critical from the reserve. */
  paid: boolean
}

/** What calls nobody, until when. */
export interface Mute {
  /** Names in which * stands for any text. */
  readonly source: string
  readonly metric: string
  readonly until: number
  /** Signals that it has held back. */
  held: number
}

/** What was reported as no trouble: until then its like calls nobody unless it is more surprising. */
export interface FalseAlarm {
  readonly signal: string
  readonly score: number
  readonly until: number
}

/** What became of a request. */
export type Answer =
  | { readonly type: 'RequestAccepted'; readonly value: RequestAccepted }
  | { readonly type: 'RequestRefused'; readonly value: RequestRefused }

/** All that one tenant has open. */
export interface BudgetState {
  bucket: TokenBucket | null
  /** For critical findings once the bucket is empty; null until then. */
  reserve: TokenBucket | null
  /** In the order in which they began. */
  readonly episodes: Map<string, Episode>
  /** By source. */
  readonly bursts: Map<string, Burst>
  /** By id, in the order in which they began. */
  readonly mutes: Map<string, Mute>
  /** By source, metric and method. */
  readonly falseAlarms: Map<string, FalseAlarm>
  /** By the id of the request; the newest alone. */
  readonly answers: Map<string, Answer>
}

export type BudgetContext = Context<BudgetState, Static<typeof AlarmBudgetConfig>>

/** JSON; maps as lists of pairs in their order. Version 1 knew no requests, version 2 not how grave a burst is, version 3 no reserve. */
export const budgetState: StateCodec<BudgetState> = {
  version: 4,
  empty: () => ({
    bucket: null,
    reserve: null,
    episodes: new Map(),
    bursts: new Map(),
    mutes: new Map(),
    falseAlarms: new Map(),
    answers: new Map(),
  }),
  encode: ({ bucket, reserve, episodes, bursts, mutes, falseAlarms, answers }) =>
    Buffer.from(
      JSON.stringify({
        bucket,
        reserve,
        episodes: [...episodes],
        bursts: [...bursts],
        mutes: [...mutes],
        falseAlarms: [...falseAlarms],
        answers: [...answers],
      }),
    ),
  decode: (bytes, version) => {
    const { bucket, reserve = null, episodes, bursts, mutes = [], falseAlarms = [], answers = [] } = JSON.parse(bytes.toString()) // our own bytes
    const state = {
      bucket,
      reserve,
      episodes: new Map<string, Episode>(episodes),
      bursts: new Map<string, Burst>(bursts),
      mutes: new Map<string, Mute>(mutes),
      falseAlarms: new Map<string, FalseAlarm>(falseAlarms),
      answers: new Map<string, Answer>(answers),
    }
    if (version < 3) for (const burst of state.bursts.values()) burst.gravest = 'unknown'
    if (version < 2) for (const [key, episode] of state.episodes) state.episodes.set(key, sinceRequests(episode))
    return state
  },
}

/** An episode of version 1: of its members only the first one's finding was kept. */
function sinceRequests(episode: Episode): Episode {
  const members = episode.members.map((member) => ({ ...member, score: episode.raised.score, acknowledged: false }))
  return { ...episode, members }
}
