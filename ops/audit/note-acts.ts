import type { Codec } from '../../schemas/codec/codec.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { actRecord, type ToldAct } from './act-record.ts'

/** Writes acts into a log, all or none; durable when it resolves. */
export async function noteActs(log: Log, codec: Codec, acts: readonly ToldAct[]): Promise<void> {
  await log.append(acts.map((act) => actRecord(codec, act)))
}
