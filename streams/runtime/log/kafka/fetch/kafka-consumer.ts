import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Consumer, Input } from '../../log.ts'
import { type Waitable, waitForAny, wake } from '../../shared/waiting.ts'
import { kafkaError } from '../kafka-error.ts'
import { PATIENCE_MS } from '../within.ts'
import { type Brokers, NOBODY } from './brokers.ts'
import { type InputBuffer, inputBuffer } from './input-buffer.ts'
import { look } from './look.ts'
import { isPassing, protocolError } from './protocol-error.ts'

export interface ConsumerOptions {
  /** Of this consumer alone: a fetch that waits in the broker holds up every other on its connection. */
  readonly brokers: Brokers
  readonly clock: Clock
  readonly logClosing: AbortSignal
}

/**
 * Keeps one fetch under way at each broker that leads an input, as long as somebody polls: what the next poll returns is fetched while
 * the caller works on what the last one returned. A broker without news answers after a second.
 */
export function kafkaConsumer(inputs: readonly Input[], { brokers, clock, logClosing }: ConsumerOptions): Consumer {
  const feeds: Feed[] = inputs.map((input) => ({ buffer: inputBuffer(input), leader: NOBODY, trouble: undefined }))
  const topics = [...new Set(inputs.map(({ topic }) => topic))]
  const busy = new Set<number>()
  const news: Waitable = { waiting: new Set() }
  const closing = new AbortController()
  let failure: HomeostatError | undefined
  let isLookingUp = false
  let pauseMs = 0
  let turn = 0
  let wantedBytes = 0

  logClosing.addEventListener('abort', end, { once: true })

  function end() {
    if (closing.signal.aborted) return
    closing.abort()
    logClosing.removeEventListener('abort', end)
    void brokers.close()
    wake(news)
  }

  /** What passes is tried again with fresh leaders and a growing pause; it becomes the poll's error when it lasts. */
  function failed(concerned: readonly Feed[], error: unknown) {
    const named = kafkaError(error, { doing: `reading ${topics.join(', ')}`, topics })
    const now = clock.now()
    for (const feed of concerned) {
      feed.leader = NOBODY
      feed.trouble = { since: feed.trouble?.since ?? now, error: named }
    }
    if (isPassing(named)) pauseMs = Math.min(Math.max(2 * pauseMs, 50), 1_000)
    else failure = named
  }

  async function lookUpLeaders() {
    isLookingUp = true
    try {
      await clock.sleep(pauseMs, closing.signal)
      if (closing.signal.aborted) return
      await brokers.refresh(topics)
      for (const feed of feeds) feed.leader = brokers.leaderOf(feed.buffer.input)
      const without = feeds.filter(({ leader }) => leader === NOBODY)
      if (without.length > 0) failed(without, protocolError(LEADER_NOT_AVAILABLE, 'waiting for a leader', topics))
    } catch (error) {
      failed(feeds, error)
    } finally {
      isLookingUp = false
      wake(news)
    }
  }

  async function fetchFrom(broker: number, asked: readonly Feed[], maxWaitMs: number) {
    busy.add(broker)
    try {
      const wanted = asked.map(({ buffer }) => ({
        ...buffer.input,
        from: buffer.fetchFrom(),
        maxBytes: Math.max(wantedBytes, LEAST_FETCHED_BYTES),
      }))
      const found = await look(brokers, broker, wanted, { maxWaitMs, mayBeBehindEnd: false })
      const now = clock.now()
      for (const [at, one] of found.entries())
        if (one instanceof Error) failed([asked[at]], one)
        else {
          asked[at].buffer.add(one, now)
          asked[at].trouble = undefined
          pauseMs = 0
        }
    } catch (error) {
      failed(asked, error)
    } finally {
      busy.delete(broker)
      wake(news)
    }
  }

  function keepFetching() {
    if (closing.signal.aborted || failure !== undefined) return
    if (!isLookingUp && feeds.some(({ leader }) => leader === NOBODY)) void lookUpLeaders()
    const now = clock.now()
    turn++
    for (const [broker, led] of byLeader(feeds)) {
      if (busy.has(broker)) continue
      const hungry = rotated(led, turn).filter(({ buffer }) => buffer.bytes() < wantedBytes)
      if (hungry.length === 0) continue
      // A broker may wait only when nothing else could be fetched from it meanwhile, and nobody waits for a first look.
      const mayWait = led.every(({ buffer }) => buffer.isEmpty() && buffer.isFresh(now, FRESH_MS))
      void fetchFrom(broker, hungry, mayWait ? WAIT_IN_BROKER_MS : 0)
    }
  }

  function collect(maxBytes: number) {
    const now = clock.now()
    return feeds.map(({ buffer }) => buffer.take(maxBytes, buffer.isFresh(now, FRESH_MS)))
  }

  return {
    async poll({ maxBytes, timeoutMs }) {
      if (closing.signal.aborted) throw new HomeostatError('HS_LOG_CLOSED')
      wantedBytes = Math.min(Math.max(maxBytes, 1), MOST_BUFFERED_BYTES)
      const begun = clock.now()
      const deadline = begun + timeoutMs
      const looksDeadline = begun + Math.max(timeoutMs, PATIENCE_MS)
      for (;;) {
        if (logClosing.aborted) throw new HomeostatError('HS_LOG_CLOSED')
        const now = clock.now()
        const lasting = failure ?? lastingTrouble(feeds, now >= looksDeadline ? now : now - PATIENCE_MS)
        if (lasting !== undefined) {
          failure = undefined
          for (const feed of feeds) feed.trouble = undefined
          throw lasting
        }
        const hasRecords = feeds.some(({ buffer }) => !buffer.isEmpty())
        const isLooked = feeds.every(({ buffer }) => buffer.isFresh(now, FRESH_MS))
        const isOver = now >= (isLooked ? deadline : looksDeadline)
        if (hasRecords || isOver || closing.signal.aborted) {
          const results = collect(maxBytes)
          keepFetching()
          return results
        }
        keepFetching()
        await waitForAny([news], Math.max((isLooked ? deadline : looksDeadline) - now, 1), clock)
      }
    },
    async close() {
      end()
    },
  }
}

interface Feed {
  readonly buffer: InputBuffer
  leader: number
  /** What fails since when, in milliseconds since 1970; undefined while all is well. */
  trouble: { readonly since: number; readonly error: HomeostatError } | undefined
}

/** Of an input that has failed since `since` or longer. */
function lastingTrouble(feeds: readonly Feed[], since: number): HomeostatError | undefined {
  return feeds.find(({ trouble }) => trouble !== undefined && trouble.since <= since)?.trouble?.error
}

function byLeader(feeds: readonly Feed[]): Map<number, Feed[]> {
  const groups = new Map<number, Feed[]>()
  for (const feed of feeds) {
    if (feed.leader === NOBODY) continue
    const group = groups.get(feed.leader)
    if (group === undefined) groups.set(feed.leader, [feed])
    else group.push(feed)
  }
  return groups
}

/** A broker fills its answer from the first partition on, and only the first is sure of a whole batch: each comes first in turn. */
function rotated<T>(list: readonly T[], turn: number): T[] {
  const first = turn % list.length
  return [...list.slice(first), ...list.slice(0, first)]
}

const LEADER_NOT_AVAILABLE = 5
const WAIT_IN_BROKER_MS = 1_000
/** So long a look at the end of an input counts; longer than a broker waits. */
const FRESH_MS = 2_500
/** A smaller bound would make many small requests; that a larger batch comes is seen to by the turns. */
const LEAST_FETCHED_BYTES = 262_144
const MOST_BUFFERED_BYTES = 16_000_000
