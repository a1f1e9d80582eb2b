import type { Log, StoredRecord } from '../log/log.ts'

const READ_AHEAD_BYTES = 1_000_000

/** Reads consecutive ranges of one partition; reads ahead, because epochs are short. */
export class RangeReader {
  private records: readonly StoredRecord[] = []
  private at = 0
  private next = 0
  /** First offset that retention has left where it was found to have removed something that was asked for. */
  private left = 0

  constructor(
    private readonly log: Log,
    private readonly topic: string,
    private readonly partition: number,
    /** Nothing behind this offset is asked for. */
    private readonly limit: number,
  ) {}

  /** True when retention has removed something of a range that ends behind `from`, as far as reading has noticed. */
  isCut(from: number): boolean {
    return from < this.left
  }

  /** The records with offsets in [from, to) that the log still has. Ranges must not go backwards. */
  async range(from: number, to: number): Promise<StoredRecord[]> {
    const found: StoredRecord[] = []
    if (from > this.next || from < (this.records[this.at]?.offset ?? from)) this.jump(from)
    for (;;) {
      for (; this.at < this.records.length; this.at++) {
        const record = this.records[this.at]
        if (record.offset >= to) return found
        if (record.offset >= from) found.push(record)
      }
      if (this.next >= to || this.next >= this.limit) return found
      const result = await this.log.read(this.topic, this.partition, this.next, { to: this.limit, maxBytes: READ_AHEAD_BYTES })
      if (result.start > this.next) this.left = result.start
      if (result.next <= this.next) return found
      this.records = result.records
      this.at = 0
      this.next = result.next
    }
  }

  private jump(from: number): void {
    this.records = []
    this.at = 0
    this.next = from
  }
}
