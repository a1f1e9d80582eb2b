import type { Codec } from '../../../schemas/codec/codec.ts'
import { barWidths } from '../../../schemas/telemetry/bar-widths.ts'
import { TelemetryBars } from '../../../schemas/topics.ts'
import type { Random } from '../random.ts'
import type { Arriving } from '../workload.ts'

/** A source is passed over for so many bars; then one bar in three hours is enough for the hours that come again. */
const FIRST_DAY = 97
const LATER = 150
const STEP_MS = 3 * barWidths.hourMs

/**
 * Bars of two weeks and more of one source, before the history that the simulation is about: no simulated minute is long enough for the
 * stage that knows the week. In the last of them something is wrong.
 */
export function drawBars(random: Random, codec: Codec, begin: number): Arriving[] {
  const first = Math.floor(begin / barWidths.hourMs) * barWidths.hourMs - LATER * STEP_MS - FIRST_DAY * barWidths.quarterMs
  const bars: Arriving[] = []
  for (let n = 0; n < FIRST_DAY + LATER; n++) {
    const start = first + Math.min(n, FIRST_DAY) * barWidths.quarterMs + Math.max(0, n - FIRST_DAY) * STEP_MS
    const isWrong = n > FIRST_DAY + LATER - 20 && random.chance(0.3)
    const mean = 10 + 5 * Math.sin((2 * Math.PI * start) / (24 * barWidths.hourMs)) + random.next() + (isWrong ? 100 : 0)
    const times = { source: 's1', start, widthMs: barWidths.quarterMs }
    const value = codec.encode('Bar', {
      ...times,
      metrics: ['m'],
      count: [900],
      min: [mean - 1],
      max: [mean + 1],
      mean: [mean],
      last: [mean],
    })
    const isBroken = random.chance(0.01)
    const headers = { ce_id: `bar ${n}`, ce_time: new Date(start + barWidths.quarterMs).toISOString() }
    const record = { topic: TelemetryBars.name, partition: 0, key: Buffer.from('default/s1'), headers }
    bars.push({ record: { ...record, value: isBroken ? Buffer.from('no bar') : value }, arrival: begin })
  }
  return bars
}
