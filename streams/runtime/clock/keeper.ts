import { ScheduleTicks } from '../../../schemas/topics.ts'
import type { Log } from '../log/log.ts'

/** Before the name of the keeper in `ce_source` of a tick. */
export const KEEPER_PREFIX = '/homeostat/clock/'

/** Behind a tick there may be the mark of its commit. */
const TAIL_OFFSETS = 8

/** Who has written the newest tick, as it called itself; undefined when that is not to be seen. */
export async function clockKeeper(log: Log): Promise<string | undefined> {
  const { start, end } = await log.bounds(ScheduleTicks.name, 0)
  const { records } = await log.read(ScheduleTicks.name, 0, Math.max(start, end - TAIL_OFFSETS))
  const source = records.at(-1)?.headers.ce_source
  return source?.startsWith(KEEPER_PREFIX) ? source.slice(KEEPER_PREFIX.length) : undefined
}
