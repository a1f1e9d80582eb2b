import type { LogEntry } from 'kafkajs'

export type LineLevel = 'debug' | 'info' | 'warn' | 'error'

/** Takes a line of the client's log, with what it says beside the sentence. */
export type LineSink = (level: LineLevel, message: string, fields: Readonly<Record<string, unknown>>) => void

const REPEAT_MS = 60_000
const REMEMBERED = 200

/**
 * The client's log, made bearable: a line that was said within the last minute is only counted (`repeated` in the next one tells
 * how often), and what belongs to ordinary life, such as a rebalance, is told as debug. So is what a cluster says while it gets ready;
 * when it still says so after a minute, it is told as what it is.
 */
export function tamedLines(sink: LineSink, now: () => number): (entry: LogEntry) => void {
  const said = new Map<string, { at: number; latest: number; repeated: number }>()
  return ({ namespace, level, log: { message, logger: _logger, timestamp: _timestamp, ...fields } }) => {
    const key = `${namespace} ${message}`
    const last = said.get(key)
    if (last !== undefined && now() - last.at < REPEAT_MS) {
      last.repeated++
      last.latest = now()
      return
    }
    if (said.size >= REMEMBERED) said.clear()
    said.set(key, { at: now(), latest: now(), repeated: 0 })
    const isLasting = last !== undefined && last.repeated > 0 && now() - last.latest < REPEAT_MS
    const repeated = last === undefined || last.repeated === 0 ? {} : { repeated: last.repeated }
    sink(isOneOf(harmless, message) || (isOneOf(passing, message) && !isLasting) ? 'debug' : levelNames[level], message, {
      ...fields,
      ...repeated,
      part: namespace,
    })
  }
}

/** By kafkajs's numbers: nothing 0, error 1, warn 2, info 4, debug 5. What it calls information is its inner life. */
const levelNames: readonly LineLevel[] = ['debug', 'error', 'warn', 'debug', 'debug', 'debug']

function isOneOf(parts: readonly string[], message: string): boolean {
  return parts.some((part) => message.includes(part))
}

const harmless = [
  'TimeoutNegativeWarning',
  'The group is rebalancing',
  'Limiting retries for the idempotent producer',
  'Consumer has joined the group',
  'The coordinator is not aware of this member',
  'concurrent operation on the same transaction', // the end of the last one is under way; it is tried again
  'Restarting the consumer in ', // the line before says why
  'Response ', // an answer with an error in it: whoever has asked tells it, or tries again
]

/** A fresh or restarted cluster says these until its inner topics are there, the client tries again; the names are Kafka's. */
const passing = [
  'The group coordinator is not available', // COORDINATOR_NOT_AVAILABLE
  'The coordinator is loading', // COORDINATOR_LOAD_IN_PROGRESS
  'This is not the correct coordinator', // NOT_COORDINATOR
  'another concurrent operation on the same transaction', // CONCURRENT_TRANSACTIONS
  'rejoin is needed', // REBALANCE_IN_PROGRESS
]
