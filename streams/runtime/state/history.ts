import type { Codec } from '../../../schemas/codec/codec.ts'
import type { Epoch, Opened, RefoldPoint } from '../../../schemas/generated/records.ts'
import type { Bounds, Log } from '../log/log.ts'
import { readDecoded } from './read-decoded.ts'

/** An epoch with where it stands in the epochs topic. */
export interface PlacedEpoch {
  readonly offset: number
  readonly epoch: Epoch
}

/** What the epochs topic says of a task before an offset, such as that of its own `Opened`. */
export interface History {
  readonly before: number
  readonly last: PlacedEpoch | undefined
  readonly lastOpened: Opened | undefined
}

const TAIL_OFFSETS = 256

/**
 * The last epoch and the last opening within the bounds, looked for from the end backwards in growing steps, because a task that has run
 * for long has opened long ago. What is `known` from an earlier look is not looked for again.
 */
export async function readHistory(
  log: Log,
  codec: Codec,
  topic: string,
  partition: number,
  { start, end }: Bounds,
  known?: History,
): Promise<History> {
  let last: PlacedEpoch | undefined
  let lastOpened: Opened | undefined
  const floor = Math.max(start, known?.before ?? 0)
  let step = TAIL_OFFSETS
  for (let to = end; to > floor && !(last && lastOpened); step *= 2) {
    const from = Math.max(floor, to - step)
    let epochHere: PlacedEpoch | undefined
    let openedHere: Opened | undefined
    for await (const { record, decoded } of readDecoded(log, codec, topic, partition, from, to)) {
      if (decoded?.type === 'Epoch') epochHere = { offset: record.offset, epoch: decoded.value }
      else if (decoded?.type === 'Opened') openedHere = decoded.value
    }
    last ??= epochHere
    lastOpened ??= openedHere
    to = from
  }
  return { before: end, last: last ?? known?.last, lastOpened: lastOpened ?? known?.lastOpened }
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
  for await (const { record, decoded } of readDecoded(log, codec, topic, partition, from, to)) {
    if (decoded?.type === 'Epoch') yield { offset: record.offset, epoch: decoded.value }
  }
}

/** Where folding may begin when nothing was ever written. */
export function beginning(task: string, version: string, inputs: number): RefoldPoint {
  return { task, start: 0, end: 0, version, epochOffset: 0, tick: 0, position: new Array<number>(inputs).fill(0) }
}
