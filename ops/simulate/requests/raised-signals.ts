import type { Codec } from '../../../schemas/codec/codec.ts'
import { InsightSignals } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'

/** Ids of the signals that were raised so far, in the order of the log. */
export async function raisedSignals(log: Log, codec: Codec): Promise<string[]> {
  const ids: string[] = []
  for await (const { value } of readAll(log, InsightSignals.name, 0)) {
    const decoded = value && codec.decode(value)
    if (decoded?.type === 'Signal' && decoded.value.phase === 'raised') ids.push(decoded.value.id)
  }
  return ids
}
