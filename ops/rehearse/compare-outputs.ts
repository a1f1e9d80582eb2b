import type { Codec } from '../../schemas/codec/codec.ts'
import type { NewRecord, StoredRecord } from '../../streams/runtime/log/log.ts'
import { type Difference, firstDifference } from './difference.ts'
import type { EpochOutputs } from './recorded-epochs.ts'

/** An output that is not as recorded: its content changed, it is new, or it did not come out. */
export interface OutputChange {
  readonly kind: 'changed' | 'added' | 'missing'
  readonly difference: Difference
}

/**
 * Every difference between what comes out of an epoch now and what was recorded. Ids say which outputs belong together, because they are
 * made from what the input is called.
 */
export function compareOutputs(
  epoch: number,
  derived: readonly NewRecord[],
  recorded: EpochOutputs,
  codec: Codec,
): OutputChange[] {
  const open = byId(recorded)
  const cut = [...recorded.values()].some((records) => records.includes(undefined))
  const changes: OutputChange[] = []
  const look = (kind: OutputChange['kind'], topic: string, output: NewRecord | undefined, record: StoredRecord | undefined) => {
    const difference = firstDifference(epoch, output ? [output] : [], new Map([[topic, record ? [record] : []]]), codec)
    if (difference) changes.push({ kind, difference })
  }
  for (const output of derived) {
    const id = `${output.topic}\n${output.headers?.ce_id}`
    const there = open.get(id)
    open.delete(id)
    if (there) look('changed', output.topic, output, there.record)
    else if (!cut) look('added', output.topic, output, undefined)
  }
  for (const { topic, record } of open.values()) look('missing', topic, undefined, record)
  return changes
}

function byId(recorded: EpochOutputs): Map<string, { topic: string; record: StoredRecord }> {
  const found = new Map<string, { topic: string; record: StoredRecord }>()
  for (const [topic, records] of recorded) {
    for (const record of records) if (record) found.set(`${topic}\n${record.headers.ce_id}`, { topic, record })
  }
  return found
}
