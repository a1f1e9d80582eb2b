import type { Codec } from '../../../schemas/codec/codec.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { Log } from '../log/log.ts'
import { readDecoded } from '../state/read-decoded.ts'

/** The last tick is nearly always among so many offsets; else twice as many are looked at, and so on. */
const TAIL_OFFSETS = 64

/** The newest tick of the log, 0 when there is none yet. Offsets may be missing: those of compaction, and of the ends of transactions. */
export async function lastTick(log: Log, codec: Codec): Promise<number> {
  const { start, end } = await log.bounds(ScheduleTicks.name, 0)
  let step = TAIL_OFFSETS
  for (let to = end; to > start; step *= 2) {
    const from = Math.max(start, to - step)
    let newest: number | undefined
    for await (const { decoded } of readDecoded(log, codec, ScheduleTicks.name, 0, from, to)) {
      if (decoded?.type === 'Tick') newest = decoded.value.at
    }
    if (newest !== undefined) return newest
    to = from
  }
  return 0
}
