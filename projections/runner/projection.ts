import type { Codec } from '../../schemas/codec/codec.ts'
import { type ErrorCode, errorCatalogue } from '../../schemas/core/error-catalogue.ts'
import { codeOf, type HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Log, PartitionInfo, Position } from '../../streams/runtime/log/log.ts'
import type { Clock } from '../../streams/runtime/ports/clock.ts'
import type { ReadModel } from '../read-model.ts'
import type { Checkpoint, RebuildReason, Store } from '../store/store.ts'
import type { RowBatch } from '../table/row-batch.ts'
import { type Fold, startFold } from './fold.ts'
import { oldestArrivals } from './oldest-arrivals.ts'
import type { RebuildProgress, Rebuilt } from './rebuild.ts'

export interface ProjectionPorts {
  readonly log: Log
  readonly codec: Codec
  readonly store: Store
  readonly clock: Clock
}

/** Told what happens, for the log of the process, metrics and live views. None may throw. */
export interface ProjectionListener {
  /** Rows of a commit, after it; each is what the commit added to the row, not the whole row. */
  committed?(change: { model: string; rows: RowBatch; tookMs: number }): void
  skipped?(error: HomeostatError, place: { topic: string; partition: number; offset: number }): void
  waiting?(code: ErrorCode, message: string): void
  rebuilding?(model: string, reason: RebuildReason): void
  /** What was built beside the rows has taken their place. */
  rebuilt?(rebuilt: Rebuilt): void
}

export interface ProjectionStatus {
  readonly model: string
  /** `standby`: another runner keeps the rows, and this one waits for it to stop. `rebuilding`: others are built beside them. */
  readonly state: 'opening' | 'running' | 'standby' | 'rebuilding' | 'waiting' | 'stopped' | 'failed'
  /** Why it waits or failed. */
  readonly code?: ErrorCode
  readonly message?: string
  /** Next offsets to commit. */
  readonly positions: readonly Position[]
  readonly caughtUp: boolean
  /** Records left out, by error code. */
  readonly skipped: Readonly<Record<string, number>>
  readonly rebuild?: RebuildProgress
  /** The last rebuild of this process. */
  readonly rebuilt?: Rebuilt
}

export interface Projection {
  /** Until the signal is aborted; what was folded is committed first. Rejects only with what trying again cannot mend. */
  run(signal: AbortSignal): Promise<void>
  status(): ProjectionStatus
}

/**
 * Keeps one read model up to date: polls the log, folds, and writes rows and checkpoints in one transaction. It begins again at the
 * checkpoint after every error and when another runner was first, so that a record is in the rows exactly once. As long as another one
 * moves the checkpoints it stands by.
 */
export function projection(model: ReadModel, ports: ProjectionPorts, listener: ProjectionListener = {}): Projection {
  const { log, codec, store, clock } = ports
  const status = {
    state: 'opening' as ProjectionStatus['state'],
    code: undefined as ErrorCode | undefined,
    message: '',
    caughtUp: false,
  }
  const skipped: Record<string, number> = {}
  const residents = model.tables.filter(({ resident }) => resident).map(({ topic }) => topic)
  let positions: readonly Position[] = []

  return {
    async run(signal) {
      for (let failures = 0; !signal.aborted; ) {
        try {
          const fold = await open()
          failures = 0
          await follow(fold, signal)
          if (!signal.aborted) await standBy(signal)
        } catch (error) {
          failures++
          await waitAfter(error, failures, signal)
        }
      }
      status.state = 'stopped'
    },
    status: () => ({
      model: model.name,
      state: status.state,
      ...(status.code ? { code: status.code, message: status.message } : {}),
      positions,
      caughtUp: status.caughtUp,
      skipped: { ...skipped },
    }),
  }

  async function open(): Promise<Fold> {
    const topics = new Set(model.reads.map((topic) => topic.name))
    const look = async () => (await log.partitions()).filter((info) => topics.has(info.topic))
    const inputs = await look()
    let opened = await store.open(
      model,
      log.id,
      inputs.map((input) => ({ ...input, end: Number.POSITIVE_INFINITY })),
    )
    const ends = await look() // after the checkpoints: another runner may have moved them beyond what was seen before
    if (opened.checkpoints.some((checkpoint) => isBeyond(checkpoint, ends))) opened = await store.open(model, log.id, ends)
    if (opened.rebuilt) listener.rebuilding?.(model.name, opened.rebuilt)
    stand(opened.checkpoints.map(({ topic, partition, next }) => ({ topic, partition, offset: next })))
    return startFold(model, opened, codec, (error, place) => {
      skipped[error.code] = (skipped[error.code] ?? 0) + 1
      listener.skipped?.(error, place)
    })
  }

  /** Until the signal, or until a checkpoint is not where this runner left it. */
  async function follow(fold: Fold, signal: AbortSignal): Promise<void> {
    const inputs = positions.map(({ topic, partition, offset }) => ({ topic, partition, from: offset }))
    const consumer = log.consumer(inputs)
    Object.assign(status, { state: 'running', code: undefined })
    let due: number | undefined
    let sureUntil = clock.now() + LOOK_AGAIN_MS
    let letGoAt = clock.now() + LET_GO_EVERY_MS
    let committing = Promise.resolve(true)
    try {
      while (!signal.aborted) {
        const timeoutMs = due === undefined ? IDLE_POLL_MS : Math.max(0, due - clock.now())
        const results = await untilAborted(consumer.poll({ maxBytes: POLL_BYTES, timeoutMs }), signal)
        for (const [i, { topic, partition }] of inputs.entries()) {
          const result = results?.[i]
          if (result && result.next > fold.next(topic, partition)) await fold.fold(topic, partition, result.records, result.next)
        }
        const { rows, moved } = fold.pending()
        if (moved) due ??= clock.now() + (rows > 0 ? model.commitAfterMs : ONLY_MOVED_MS)
        if (due !== undefined && (clock.now() >= due || rows >= COMMIT_ROWS || signal.aborted)) {
          if (!(await committing)) return
          committing = commit(fold)
          committing.catch(() => {}) // it is awaited below or in the next round
          due = undefined
          sureUntil = clock.now() + LOOK_AGAIN_MS
        }
        // While there is more to read, the next batch is folded during the commit.
        const isBehind = results?.some((result) => !result.atEnd) ?? false
        if (!isBehind && !(await committing)) return
        if (!isBehind && due === undefined && clock.now() >= sureUntil) {
          if (!(await store.isAt(model, log.id, checkpoints()))) return
          sureUntil = clock.now() + LOOK_AGAIN_MS
        }
        if (residents.length > 0 && clock.now() >= letGoAt) {
          fold.letGo(await oldestArrivals(log, residents))
          letGoAt = clock.now() + LET_GO_EVERY_MS
        }
        if (results) status.caughtUp = results.every((result) => result.atEnd) && due === undefined
        await clock.pause()
      }
      if ((await committing) && fold.pending().moved) await commit(fold)
    } finally {
      await consumer.close()
    }
  }

  /** Until the checkpoints stand still: whoever moved them has ended, or there is nothing to do. */
  async function standBy(signal: AbortSignal): Promise<void> {
    Object.assign(status, { state: 'standby', code: undefined, caughtUp: false })
    while (!signal.aborted) {
      await open()
      await clock.sleep(STANDBY_MS, signal)
      if (await store.isAt(model, log.id, checkpoints())) return
    }
  }

  function checkpoints(): Checkpoint[] {
    return positions.map(({ topic, partition, offset }) => ({ topic, partition, next: offset }))
  }

  async function commit(fold: Fold): Promise<boolean> {
    const began = clock.now()
    const { moves, rows } = fold.take()
    if (!(await store.commit(model, log.id, moves, rows))) return false
    stand(
      positions.map((position) => {
        const move = moves.find(({ topic, partition }) => topic === position.topic && partition === position.partition)
        return move ? { ...position, offset: move.to } : position
      }),
    )
    listener.committed?.({ model: model.name, rows, tookMs: clock.now() - began })
    return true
  }

  /** What is not in the rows yet must not be removed by age. */
  function stand(at: readonly Position[]): void {
    positions = at
    log.protect(protectorOf(model), at)
  }

  async function waitAfter(error: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const code = codeOf(error)
    const message = error instanceof Error ? error.message : String(error)
    const waits = errorCatalogue[code].reaction === 'wait'
    Object.assign(status, { state: waits ? 'waiting' : 'failed', code, message, caughtUp: false })
    if (!waits) throw error
    listener.waiting?.(code, message)
    await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS), signal)
  }
}

/** Under which name what a read model has not consumed yet is protected against retention. */
export function protectorOf({ name }: ReadModel): string {
  return `projection ${name}`
}

/** True when the log does not reach as far as the rows do. */
function isBeyond({ topic, partition, next }: Checkpoint, ends: readonly PartitionInfo[]): boolean {
  return next > (ends.find((info) => info.topic === topic && info.partition === partition)?.end ?? 0)
}

const IDLE_POLL_MS = 1_000
const POLL_BYTES = 1_000_000
const COMMIT_ROWS = 8_000
const ONLY_MOVED_MS = 1_000
/** An idle runner looks this often whether the database still has what it committed. */
const LOOK_AGAIN_MS = 5_000
/** How often resident rows that the log no longer brings are looked for. */
const LET_GO_EVERY_MS = 600_000
/** Longer than a runner with something to do leaves the checkpoints as they are. */
const STANDBY_MS = 3_000
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 2_000

/** undefined when the signal came first; the poll then ends with its consumer. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined
  let stop = () => {}
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
    work.catch(() => {}) // when the signal came first nobody hears how the poll ended
  }
}
