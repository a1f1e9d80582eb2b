import type { Codec } from '../../../schemas/codec/codec.ts'
import type { Cut, Epoch } from '../../../schemas/generated/records.ts'
import { stageTopics } from '../../../schemas/topics.ts'
import type { Fold } from '../fold/fold.ts'
import type { Original, PendingRequest } from '../fold/request.ts'
import type { Log, StoredRecord } from '../log/log.ts'
import { idAt } from '../log/shared/id-at.ts'
import { learnSchemas } from '../task/learn-schemas.ts'
import { merge, type Pile, type Taken } from '../task/merge.ts'
import { recordTime } from '../task/record-time.ts'
import type { PlacedEpoch } from './history.ts'
import { RangeReader } from './range-reader.ts'

/** Folds epochs of history again, in the order that their ranges fix. */
export class Refold {
  /** Records that requests have set free and that are no longer in the log. */
  lost = 0
  /** True when records that an epoch consumed had been removed by retention. */
  cut = false
  private readonly readers: readonly RangeReader[]
  private readonly log: Log
  private readonly epochTopic: string

  constructor(
    log: Log,
    private readonly codec: Codec,
    private readonly fold: Fold,
    private readonly partition: number,
    /** End of each input, behind which no epoch reaches. */
    ends: readonly number[],
  ) {
    this.log = log
    this.epochTopic = stageTopics(fold.stage.name, fold.stage.side).epochs.name
    this.readers = fold.inputs.map((topic, input) => new RangeReader(log, topic.name, partition, ends[input]))
  }

  /** What comes of it is named as it was then. */
  async epoch({ epoch, offset }: PlacedEpoch): Promise<void> {
    const { outbox } = this.fold
    outbox.logId = idAt(this.log, this.epochTopic, this.partition, offset)
    await this.again(epoch)
    outbox.logId = this.log.id
  }

  private async again(epoch: Epoch): Promise<void> {
    this.fold.startAgain(epoch)
    for (const cut of epoch.cuts) {
      for (const { input, record } of await this.records(cut)) {
        const pending = this.fold.apply(input, record)
        if (!pending) continue
        const originals = await readOriginals(this.log, this.codec, this.fold, this.partition, pending)
        this.lost += pending.places.length - originals.length
        this.fold.resume(pending, originals)
      }
    }
  }

  /** The records of a cut in the order in which they were folded. */
  private async records(cut: Cut): Promise<readonly Taken[]> {
    const piles: Pile[] = this.readers.map(() => ({ records: [], times: [], atEnd: true }))
    for (const { input, from, to } of cut.ranges) {
      const reader = this.readers[input]
      const records = await reader.range(from, to)
      if (reader.isCut(from)) this.cut = true
      await learnSchemas(this.codec, records)
      piles[input] = { records, times: this.times(records), atEnd: true }
    }
    const busy = piles.filter((pile) => pile.records.length > 0)
    if (busy.length > 1) return merge(piles, Number.POSITIVE_INFINITY)
    return piles.flatMap((pile, input) => pile.records.map((record) => ({ input, record })))
  }

  private times(records: readonly StoredRecord[]): number[] {
    return records.map((record) => recordTime(this.codec, record))
  }
}

/** The records that a letter request sets free, as they stand in the log; what retention has removed is left out. */
export async function readOriginals(
  log: Log,
  codec: Codec,
  fold: Fold,
  partition: number,
  { places }: PendingRequest,
): Promise<Original[]> {
  const originals: Original[] = []
  for (const { input, offset } of places) {
    const { records } = await log.read(fold.inputs[input].name, partition, offset, { to: offset + 1 })
    await learnSchemas(codec, records)
    for (const record of records) originals.push({ input, record })
  }
  return originals
}
