import { type Static, Type } from '@sinclair/typebox'
import { sensorOf } from '../../schemas/telemetry/sensors.ts'
import type { Row } from '../table/table.ts'
import { showTime } from './time.ts'

const time = (description: string) => Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description })
const double = (description: string) => Type.Union([Type.Number(), Type.Null()], { description })

/** A signal as clients see it. */
export const SignalView = Type.Object({
  id: Type.String(),
  source: Type.String(),
  metric: Type.String(),
  method: Type.String({ description: 'The detector' }),
  severity: Type.String(),
  open: Type.Boolean({ description: 'Raised and not cleared' }),
  at: time('Event time of the last change'),
  raisedAt: time('Event time at which it was raised'),
  clearedAt: time('Event time at which it was over'),
  from: time('Start of the window that it speaks of'),
  score: double('How surprising, 0 to 1'),
  value: double('What was measured, in the unit of the metric'),
  expected: double('What was expected, in the unit of the metric'),
  low: double('Lower edge of the expected band'),
  high: double('Upper edge of the expected band'),
  unit: Type.String({ description: 'Of value, expected, low and high; empty when it is not known or there is none' }),
  hint: Type.String({ description: 'One sentence for a person' }),
  held: Type.Union([Type.String(), Type.Null()], { description: 'Why no person was called; null when it was let through' }),
})

export type SignalView = Static<typeof SignalView>

export function signalView(row: Row): SignalView {
  return {
    id: String(row.id),
    source: String(row.source),
    metric: String(row.metric),
    method: String(row.method),
    severity: String(row.severity),
    open: row.phase === 'raised',
    at: showTime(row.at),
    raisedAt: showTime(row.raised_at),
    clearedAt: showTime(row.cleared_at),
    from: showTime(row.from_at),
    score: finite(row.score),
    value: finite(row.value),
    expected: finite(row.expected),
    low: finite(row.low),
    high: finite(row.high),
    unit: sensorOf(String(row.metric))?.unit ?? '',
    hint: String(row.hint),
    held: typeof row.held === 'string' ? row.held : null,
  }
}

/** JSON has no NaN and no infinity. */
function finite(cell: unknown): number | null {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null
}
