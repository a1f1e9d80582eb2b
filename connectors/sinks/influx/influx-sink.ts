import type { Codec } from '../../../schemas/codec/codec.ts'
import { codeOf, HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { InsightSignals, SystemTelemetryRaw } from '../../../schemas/topics.ts'
import type { Log, Position, StoredRecord } from '../../../streams/runtime/log/log.ts'
import type { Clock } from '../../../streams/runtime/ports/clock.ts'
import type { PositionFile } from '../position-file.ts'
import type { InfluxPlan } from './influx-plan.ts'
import type { InfluxWriter } from './influx-writer.ts'
import { frameLines, signalLines } from './lines.ts'

export interface InfluxSinkOptions {
  readonly plan: Pick<InfluxPlan, 'name' | 'signals' | 'frames' | 'settleMs'>
  readonly writer: InfluxWriter
  readonly positions: PositionFile
  readonly ports: { readonly log: Log; readonly codec: Codec; readonly clock: Clock }
}

export interface InfluxStatus {
  readonly state: 'running' | 'waiting' | 'stopped'
  /** Why it waits, or the last that was left out. */
  readonly error?: HomeostatError | undefined
  /** Acknowledged lines. */
  readonly written: number
  readonly failures: number
  /** Lines that the server did not want, and records that cannot be read. */
  readonly leftOut: number
  /** Offsets that retention removed before they were written. */
  readonly missed: number
}

export interface InfluxSink {
  /** Until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>
  status(): InfluxStatus
}

/**
 * Gives signals and frames of the log to a server that takes line protocol. At least once: a server may acknowledge what it still holds in
 * memory, so a position counts only when it was acknowledged `settleMs` ago, and after a failure everything since is written again; the same
 * lines are the same points. Reads no further while the server does not answer; age never removes what is not written, size does, and
 * that is counted.
 */
export function influxSink({ plan, writer, positions: file, ports }: InfluxSinkOptions): InfluxSink {
  const { log, codec, clock } = ports
  const topics = [...(plan.signals ? [InsightSignals.name] : []), ...(plan.frames ? [SystemTelemetryRaw.name] : [])]
  const status = { state: 'running' as InfluxStatus['state'], error: undefined as HomeostatError | undefined }
  const counts = { written: 0, failures: 0, leftOut: 0, missed: 0 }

  /** One after the other, since a server last acknowledged something. */
  let failures = 0

  return {
    async run(signal) {
      while (!signal.aborted) {
        try {
          await follow(signal)
        } catch (error) {
          fail(error)
          await clock.sleep(waitAfter(failures++), signal)
        }
      }
      status.state = 'stopped'
    },
    status: () => ({ ...status, ...counts }),
  }

  async function follow(signal: AbortSignal): Promise<void> {
    const known = file.read(log.id)
    const partitions = (await log.partitions()).filter(({ topic }) => topics.includes(topic))
    let at: readonly Position[] = partitions.map(({ topic, partition, start }) => {
      const own = known.find((one) => one.topic === topic && one.partition === partition)
      return { topic, partition, offset: own?.offset ?? start }
    })
    const consumer = log.consumer(at.map(({ topic, partition, offset }) => ({ topic, partition, from: offset })))
    log.protect(`sink ${plan.name}`, at)
    const acknowledged: { readonly positions: readonly Position[]; readonly at: number }[] = []
    try {
      while (!signal.aborted) {
        const results = await consumer.poll({ maxBytes: POLL_BYTES, timeoutMs: IDLE_POLL_MS })
        const lines: string[] = []
        for (const [i, { records, start }] of results.entries()) {
          counts.missed += Math.max(0, start - at[i].offset)
          for (const record of records) lines.push(...(await linesOf(record)))
        }
        const next = at.map((position, i) => ({ ...position, offset: Math.max(position.offset, results[i].next) }))
        if (next.some(({ offset }, i) => offset !== at[i].offset)) {
          for (let from = 0; from < lines.length; from += LINES_AT_ONCE) await write(lines.slice(from, from + LINES_AT_ONCE))
          acknowledged.push({ positions: next, at: clock.now() })
          at = next
        }
        settle(acknowledged)
      }
    } finally {
      await consumer.close()
    }
  }

  /** Keeps the newest position that was acknowledged long enough ago. */
  function settle(acknowledged: { readonly positions: readonly Position[]; readonly at: number }[]): void {
    const now = clock.now()
    const waiting = acknowledged.findIndex(({ at }) => now - at < plan.settleMs)
    const settled = acknowledged.splice(0, waiting < 0 ? acknowledged.length : waiting).at(-1)
    if (settled === undefined) return
    file.write(log.id, settled.positions)
    log.protect(`sink ${plan.name}`, settled.positions)
  }

  async function linesOf({ value }: StoredRecord): Promise<readonly string[]> {
    if (value === null) return []
    try {
      if (!codec.knows(value)) await codec.learn(value)
      const decoded = codec.decode(value)
      if (decoded.type === 'Frame') return frameLines(decoded.value)
      return decoded.type === 'Signal' ? signalLines(decoded.value) : []
    } catch (error) {
      if (!unreadable.has(codeOf(error))) throw error
      counts.leftOut += 1
      return []
    }
  }

  /** Resolves when the server has acknowledged all that it wants. One line that it does not want must not keep the others away. */
  async function write(lines: readonly string[]): Promise<void> {
    try {
      await writer.write(lines)
      counts.written += lines.length
      failures = 0
      Object.assign(status, { state: 'running', error: undefined })
    } catch (error) {
      if (codeOf(error) !== 'HS_INFLUX_REFUSED') throw error
      if (lines.length === 1) counts.leftOut += 1
      else for (const half of halves(lines)) await write(half)
    }
  }

  function fail(error: unknown): void {
    counts.failures += 1
    const message = error instanceof Error ? error.message : String(error)
    const asNamed = error instanceof HomeostatError ? error : new HomeostatError('HS_INTERNAL', { message, cause: error })
    Object.assign(status, { state: 'waiting', error: asNamed })
  }
}

/** What a record may be that nobody can mend. */
const unreadable = new Set<string>(['HS_RECORD_MALFORMED', 'HS_SCHEMA_UNKNOWN', 'HS_VALUE_NOT_FINITE', 'HS_VALUE_OUT_OF_RANGE'])

function halves(lines: readonly string[]): readonly (readonly string[])[] {
  const half = lines.length >> 1
  return [lines.slice(0, half), lines.slice(half)]
}

function waitAfter(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 10), LONGEST_WAIT_MS)
}

const IDLE_POLL_MS = 1_000
const POLL_BYTES = 1_000_000
const LINES_AT_ONCE = 10_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
