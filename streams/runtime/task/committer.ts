import type { Cut, Epoch, Range } from '../../../schemas/generated/records.ts'
import { DeadLetters, type StageTopics } from '../../../schemas/topics.ts'
import type { Fold } from '../fold/fold.ts'
import type { NewRecord, Writer } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import type { StateWriter } from '../state/state-writer.ts'
import type { Marks } from './marks.ts'
import type { TaskSettings } from './settings.ts'

/** Consumed so much without a commit: commit, so that little is folded again and states keep being written. */
const MOST_RECORDS_AN_EPOCH = 20_000

export interface CommitReport {
  readonly n: number
  /** Records that were consumed; offsets do not tell, because they have gaps. */
  readonly records: number
  readonly outputs: number
  readonly letters: number
  readonly latencyMs: number
  /** Next offset of each input behind what is committed. */
  readonly position: readonly number[]
}

interface Sealed {
  readonly epoch: Epoch
  readonly consumed: number
  readonly records: readonly NewRecord[]
  readonly outputs: number
}

/** Gathers what an epoch consumed and made, and commits it in one transaction; folding goes on while a commit is under way. */
export class Committer {
  private cuts: Cut[] = []
  private gaps: Range[] = []
  private records = 0
  private firstCutAt = 0
  private lastCommitAt = 0
  private underWay: Promise<void> = Promise.resolve()
  private failure: { readonly error: unknown } | undefined

  constructor(
    private readonly ports: Ports,
    private readonly writer: Writer,
    private readonly fold: Fold,
    private readonly state: StateWriter,
    private readonly marks: Marks,
    private readonly topics: StageTopics,
    private readonly partition: number,
    private readonly version: string,
    private readonly settings: TaskSettings,
    /** The last epoch that is sealed. */
    private n: number,
    private readonly report: (report: CommitReport) => void,
  ) {}

  /** Notes what was cut and is about to be folded. */
  consumed(ranges: readonly Range[], records: number, gaps: readonly Range[]): void {
    if (this.cuts.length === 0) this.firstCutAt = this.ports.clock.now()
    this.cuts.push({ ranges: [...ranges] })
    this.gaps.push(...gaps)
    this.records += records
  }

  /** Milliseconds until a commit is due, 0 when it is, Infinity when there is nothing to commit. */
  dueIn(): number {
    if (this.cuts.length === 0) return this.state.writesBase ? 0 : Number.POSITIVE_INFINITY
    if (this.records >= MOST_RECORDS_AN_EPOCH || this.state.writesBase) return 0
    const now = this.ports.clock.now()
    const pressing = this.fold.outbox.records.length > 0 || this.fold.letters.refs.length > 0
    const due = pressing ? this.lastCommitAt + this.settings.commitIntervalMs : this.firstCutAt + this.settings.idleCommitMs
    return Math.max(0, due - now)
  }

  /** Seals the epoch and sends it on its way; waits only for the commit before. */
  async commit(position: readonly number[], everything = false): Promise<void> {
    await this.underWay
    const sealed = this.seal(everything)
    const mark = { n: this.n, position: [...position], tick: this.fold.now }
    const startedAt = this.ports.clock.now()
    this.lastCommitAt = startedAt
    this.underWay = this.send(sealed, mark, startedAt)
    this.underWay.catch((error: unknown) => {
      this.failure = { error }
    })
  }

  /** Throws what a commit under way has failed with. */
  check(): void {
    if (this.failure) throw this.failure.error
  }

  /** Resolves when the last commit is durable, with the number of its epoch. */
  async finish(): Promise<number> {
    await this.underWay
    return this.n
  }

  private seal(everything: boolean): Sealed {
    const { refs, letters } = this.fold.letters.take()
    const outputs = this.fold.outbox.take()
    const n = ++this.n
    const epoch: Epoch = {
      n,
      version: this.version,
      outputs: countByTopic(outputs),
      cuts: this.cuts,
      letters: refs,
      welcomes: this.fold.takeWelcomes(),
      gaps: this.gaps,
    }
    const consumed = this.records
    this.cuts = []
    this.gaps = []
    this.records = 0
    const { codec } = this.ports
    const records: NewRecord[] = [
      { topic: this.topics.epochs.name, partition: this.partition, key: null, value: codec.encode('Epoch', epoch) },
      ...outputs,
      ...letters.map((letter) => ({
        topic: DeadLetters.name,
        partition: 0,
        key: letter.key,
        value: codec.encode('DeadLetter', letter),
      })),
      ...this.state.records(n, this.ports.clock.now(), everything),
    ]
    this.fold.startEpoch(n + 1)
    return { epoch, consumed, records, outputs: outputs.length }
  }

  private async send(
    { epoch, consumed, records, outputs }: Sealed,
    mark: { n: number; position: number[]; tick: number },
    startedAt: number,
  ): Promise<void> {
    this.ports.failpoint('commit.before')
    const [{ offset }] = await this.writer.commit(records)
    this.ports.failpoint('commit.after')
    this.marks.add({ ...mark, offset })
    const latencyMs = this.ports.clock.now() - startedAt
    const { n, letters } = epoch
    this.report({ n, records: consumed, outputs, letters: letters.length, latencyMs, position: mark.position })
  }
}

function countByTopic(records: readonly NewRecord[]): { topic: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { topic } of records) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  return [...counts].map(([topic, count]) => ({ topic, count }))
}
