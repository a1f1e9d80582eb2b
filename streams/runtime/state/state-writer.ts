import type { RefoldPoint } from '../../../schemas/generated/records.ts'
import type { StageTopics } from '../../../schemas/topics.ts'
import type { Fold } from '../fold/fold.ts'
import { isVacant, type KeyEntry } from '../fold/key-entry.ts'
import type { NewRecord } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import type { Mark, Marks } from '../task/marks.ts'
import type { TaskSettings } from '../task/settings.ts'
import { baseKey, LAST_BASE_KEY, POINT_KEY, stateKey } from './load.ts'
import { toSnapshot } from './snapshot.ts'

/** A base that is being written: keys still to come, and where it was begun. */
interface OpenBase {
  readonly start: Mark
  readonly keys: string[]
}

/** Decides at each commit which states are written with it, and moves the point from which history is folded again. */
export class StateWriter {
  private base: OpenBase | undefined
  private point = -1
  /** Keys whose snapshot says that nothing is left of them; their tombstone follows when no refold can need it. */
  private readonly ended = new Set<string>()

  constructor(
    private readonly ports: Ports,
    private readonly fold: Fold,
    private readonly topics: StageTopics,
    private readonly partition: number,
    private readonly task: string,
    private readonly version: string,
    private readonly settings: TaskSettings,
    private readonly marks: Marks,
    private lastBaseTick: number | undefined,
  ) {
    for (const [key, entry] of fold.entries) if (isVacant(entry)) this.ended.add(key)
  }

  /** State records for the commit of epoch `n`; with `everything` all that is not written yet. */
  records(n: number, wall: number, everything = false): NewRecord[] {
    const records: NewRecord[] = []
    this.fold.dirty.share(this.settings.refoldRecords, this.fold.entries.size)
    const budget = everything ? Number.POSITIVE_INFINITY : this.settings.snapshotBytes
    let bytes = this.writeBase(n, records, budget)
    const changedBefore = everything
      ? Number.POSITIVE_INFINITY
      : wall - this.settings.snapshotAgeMs * (this.fold.stage.snapshotPatience ?? 1)
    for (let entry = this.next(bytes, budget, changedBefore); entry; entry = this.next(bytes, budget, changedBefore)) {
      bytes += this.push(records, this.topics.state.name, stateKey(entry.key), entry, n)
      this.fold.dirty.written(entry, n)
      if (isVacant(entry)) this.ended.add(entry.key)
    }
    this.movePoint(n, records)
    if (records.length > 0) this.ports.failpoint('snapshot.mid')
    return records
  }

  /** Begins a base at the last mark; it is written with the following commits. */
  beginBase(): void {
    const start = this.marks.atOrBefore(Number.POSITIVE_INFINITY)
    if (start) this.base = { start, keys: [...this.fold.entries.keys()] }
  }

  get writesBase(): boolean {
    return this.base !== undefined
  }

  private next(bytes: number, budget: number, changedBefore: number): KeyEntry | undefined {
    return bytes < budget ? this.fold.dirty.nextDue(changedBefore) : undefined
  }

  private writeBase(n: number, records: NewRecord[], budget: number): number {
    if (this.base === undefined && this.fold.now > 0) {
      this.lastBaseTick ??= this.fold.now
      if (this.fold.now - this.lastBaseTick >= this.settings.baseEveryMs) this.beginBase()
    }
    if (this.base === undefined) return 0
    const { start, keys } = this.base
    let bytes = 0
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
      const entry = this.fold.entries.get(key)
      if (entry) bytes += this.push(records, this.topics.bases.name, baseKey(start.n, key), entry, n)
      if (bytes >= budget) break
    }
    this.ports.failpoint('base.mid')
    if (keys.length === 0) {
      const point = this.pointAt(start, n)
      records.push(this.pointRecord(this.topics.bases.name, baseKey(start.n, ''), point))
      records.push(this.pointRecord(this.topics.state.name, LAST_BASE_KEY, point))
      this.lastBaseTick = this.fold.now > 0 ? this.fold.now : undefined
      this.base = undefined
    }
    return bytes
  }

  private push(records: NewRecord[], topic: string, key: string, entry: KeyEntry, n: number): number {
    const value = this.ports.codec.encode('Snapshot', toSnapshot(entry, this.fold.stage, n, this.version))
    records.push({ topic, partition: this.partition, key: Buffer.from(key), value })
    return value.length
  }

  /** The point follows the oldest change that is not written; it is only written itself when it has moved. */
  private movePoint(n: number, records: NewRecord[]): void {
    const mark = this.marks.atOrBefore(Math.min((this.fold.dirty.oldestEpoch() ?? n) - 1, n - 1))
    if (mark === undefined || mark.n <= this.point) return
    if (records.length === 0 && mark.n - this.point < POINT_EVERY_EPOCHS) return
    this.point = mark.n
    this.marks.dropBefore(Math.min(mark.n, this.base?.start.n ?? mark.n))
    records.push(this.pointRecord(this.topics.state.name, POINT_KEY, this.pointAt(mark, n)))
    if (this.base === undefined) this.buryEnded(mark.n, records)
  }

  private buryEnded(pointEpoch: number, records: NewRecord[]): void {
    for (const key of this.ended) {
      const entry = this.fold.entries.get(key)
      if (entry && isVacant(entry) && entry.dirtySince === 0) {
        if (entry.written > pointEpoch) continue
        records.push({ topic: this.topics.state.name, partition: this.partition, key: Buffer.from(stateKey(key)), value: null })
        this.fold.entries.delete(key)
      }
      this.ended.delete(key)
    }
  }

  private pointAt(mark: Mark, end: number): RefoldPoint {
    const { task, version } = this
    return { task, start: mark.n, end, version, epochOffset: mark.offset + 1, tick: mark.tick, position: [...mark.position] }
  }

  private pointRecord(topic: string, key: string, point: RefoldPoint): NewRecord {
    return { topic, partition: this.partition, key: Buffer.from(key), value: this.ports.codec.encode('RefoldPoint', point) }
  }
}

/** Even when no state was due, the point moves on after so many epochs. */
const POINT_EVERY_EPOCHS = 100
