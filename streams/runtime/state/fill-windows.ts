import type { Snapshot } from '../../../schemas/generated/records.ts'
import type { Fold } from '../fold/fold.ts'
import type { KeyEntry } from '../fold/key-entry.ts'
import { emptyWindows, pushWindow, type WindowContent, windowTime } from '../fold/window.ts'
import type { Ports } from '../ports/ports.ts'
import { learnSchemas } from '../task/learn-schemas.ts'
import { readAll } from './read-all.ts'

export interface FilledWindows {
  /** False when retention has removed records that the windows held. */
  readonly whole: boolean
  /** First offset of each input that a window holds, Infinity where none does. */
  readonly floor: readonly number[]
}

/** Reads again from the log what the windows of restored keys held; records that retention has removed stay out. */
export async function fillWindows(
  { log, codec }: Ports,
  fold: Fold,
  partition: number,
  entries: readonly KeyEntry[],
  snapshots: readonly Snapshot[],
): Promise<FilledWindows> {
  const wanted = fold.inputs.map(() => new Map<number, WindowContent>())
  snapshots.forEach(({ windows }, index) => {
    if (windows.length === 0) return
    const contents = emptyWindows(fold.stage, fold.inputs)
    entries[index].windows = contents
    for (const { type, input, offsets } of windows) {
      const content = contents.find(({ spec }) => spec.type === type)
      for (const offset of offsets) if (content) wanted[input].set(offset, content)
    }
  })
  const floor = wanted.map(() => Number.POSITIVE_INFINITY)
  let missing = 0
  for (const [input, byOffset] of wanted.entries()) {
    if (byOffset.size === 0) continue
    const offsets = [...byOffset.keys()]
    const [from, to] = offsets.reduce(([low, high], offset) => [Math.min(low, offset), Math.max(high, offset + 1)], [Infinity, 0])
    floor[input] = from
    missing += byOffset.size
    for await (const record of readAll(log, fold.inputs[input].name, partition, from, to)) {
      const content = byOffset.get(record.offset)
      if (content === undefined || record.value === null) continue
      missing--
      await learnSchemas(codec, [record])
      const decoded = codec.decode(record.value)
      pushWindow(content, record.offset, windowTime(decoded, record), decoded.value)
    }
  }
  return { whole: missing === 0, floor }
}
