import type { Codec } from '../../../schemas/codec/codec.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { Log } from '../log/log.ts'

/** The newest tick of the log, 0 when there is none yet. */
export async function lastTick(log: Log, codec: Codec): Promise<number> {
  const { start, end } = await log.bounds(ScheduleTicks.name, 0)
  for (let from = end - 1; from >= start; from--) {
    const { records } = await log.read(ScheduleTicks.name, 0, from, { to: from + 1 })
    const value = records[0]?.value
    if (!value) continue
    const decoded = codec.decode(value)
    if (decoded.type === 'Tick') return decoded.value.at
  }
  return 0
}
