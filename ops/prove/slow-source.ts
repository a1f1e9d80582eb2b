import type { Codec } from '../../schemas/codec/codec.ts'
import { barWidths } from '../../schemas/telemetry/bar-widths.ts'
import { ScheduleTicks, SystemTelemetryRaw } from '../../schemas/topics.ts'
import type { NewRecord } from '../../streams/runtime/log/log.ts'
import { partitionOf } from '../../streams/runtime/log/shared/partition-of.ts'

const DAY = 96
/** A day is passed over, a week shows the hours, another one how much they explain; then it is wrong for four hours. */
const QUIET_QUARTERS = 15 * DAY + 48
const WRONG_QUARTERS = 16
const QUARTERS = QUIET_QUARTERS + WRONG_QUARTERS + DAY / 4

/**
 * What one source says in sixteen days, once in a quarter of an hour, with a daily round: so that there are bars of weeks and something to
 * say of them. All others are silent meanwhile, and are forgotten.
 *
 * @param from  event time of the first frame, milliseconds since 1970
 */
export function slowSource(codec: Codec, from: number, partitions: number): NewRecord[] {
  const records: NewRecord[] = []
  const key = Buffer.from('default/weekly')
  for (let n = 0; n < QUARTERS; n++) {
    const at = from + n * barWidths.quarterMs
    const isWrong = n >= QUIET_QUARTERS && n < QUIET_QUARTERS + WRONG_QUARTERS
    const visitors = 100 + 40 * Math.sin((2 * Math.PI * n) / DAY) + ((n * 7) % 5) / 5 + (isWrong ? 60 : 0)
    const value = codec.encode('Frame', { source: 'weekly', at, metrics: { visitors }, labels: {} })
    records.push({ topic: SystemTelemetryRaw.name, partition: partitionOf(key, partitions), key, value })
    const tick = { topic: ScheduleTicks.name, key: null, value: codec.encode('Tick', { at }) }
    for (let partition = 0; partition < partitions; partition++) records.push({ ...tick, partition })
  }
  return records
}
