import type { Codec } from '../../../schemas/codec/codec.ts'
import type { Epoch, Opened, RefoldPoint } from '../../../schemas/generated/records.ts'
import type { Log } from '../log/log.ts'
import { readAll } from './read-all.ts'

/** An epoch with where it stands in the epochs topic. */
export interface PlacedEpoch {
  readonly offset: number
  readonly epoch: Epoch
}

/** What the epochs topic says of a task before its own `Opened`. */
export interface History {
  readonly last: PlacedEpoch | undefined
  readonly lastOpened: Opened | undefined
}

const TAIL_RECORDS = 256

/** The last epoch and the last opening, looked for from the end backwards; `before` is the offset of the task's own `Opened`. */
export async function readHistory(log: Log, codec: Codec, topic: string, partition: number, before: number): Promise<History> {
  const { start } = await log.bounds(topic, partition)
  let last: PlacedEpoch | undefined
  let lastOpened: Opened | undefined
  for (let to = before; to > start && !(last && lastOpened); ) {
    const from = Math.max(start, to - TAIL_RECORDS)
    let epochHere: PlacedEpoch | undefined
    let openedHere: Opened | undefined
    for await (const record of readAll(log, topic, partition, from, to)) {
      if (record.value === null) continue
      const { type, value } = codec.decode(record.value)
      if (type === 'Epoch') epochHere = { offset: record.offset, epoch: value }
      else if (type === 'Opened') openedHere = value
    }
    last ??= epochHere
    lastOpened ??= openedHere
    to = from
  }
  return { last, lastOpened }
}

/** Epochs from an offset on, in order; openings between them are passed over. */
export async function* readEpochs(
  log: Log,
  codec: Codec,
  topic: string,
  partition: number,
  from: number,
  to?: number,
): AsyncGenerator<PlacedEpoch> {
  for await (const record of readAll(log, topic, partition, from, to)) {
    if (record.value === null) continue
    const { type, value } = codec.decode(record.value)
    if (type === 'Epoch') yield { offset: record.offset, epoch: value }
  }
}

/** Where folding may begin when nothing was ever written. */
export function beginning(task: string, version: string, inputs: number): RefoldPoint {
  return { task, start: 0, end: 0, version, epochOffset: 0, tick: 0, position: new Array<number>(inputs).fill(0) }
}
