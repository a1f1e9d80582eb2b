import { type Static, Type } from '@sinclair/typebox'
import { sensorOf } from '../../schemas/telemetry/sensors.ts'
import type { Row } from '../table/table.ts'
import { showTime } from './time.ts'

const time = (description: string) => Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description })
const Words = { at: time('Event time at which it was said'), by: Type.String(), note: Type.String() }
const double = (description: string) => Type.Union([Type.Number(), Type.Null()], { description })

/** A signal as clients see it. */
export const SignalView = Type.Object({
  id: Type.String(),
  source: Type.String(),
  metric: Type.String(),
  method: Type.String({ description: 'The detector, or rule' }),
  rule: Type.Union([Type.String(), Type.Null()], { description: 'Name of the rule that spoke; null for what a detector found' }),
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
  acknowledged: Type.Union([Type.Object(Words), Type.Null()], { description: 'Who has said to have seen it' }),
  falseAlarm: Type.Union([Type.Object({ ...Words, until: time('Until when its like must be more surprising') }), Type.Null()], {
    description: 'Who has called it a false alarm, unless that was taken back',
  }),
})

export type SignalView = Static<typeof SignalView>

export function signalView(row: Row): SignalView {
  return {
    id: String(row.id),
    source: String(row.source),
    metric: String(row.metric),
    method: String(row.method),
    rule: typeof row.rule === 'string' ? row.rule : null,
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
    acknowledged: wordsOf(row, 'acknowledged'),
    falseAlarm: row.verdict === 'false_alarm' ? falseAlarmOf(row) : null,
  }
}

function falseAlarmOf(row: Row): SignalView['falseAlarm'] {
  const words = wordsOf(row, 'verdict')
  return words && { ...words, until: showTime(row.verdict_until) }
}

function wordsOf(row: Row, what: 'acknowledged' | 'verdict'): SignalView['acknowledged'] {
  const at = row[`${what}_at`]
  if (typeof at !== 'number') return null
  return { at: showTime(at), by: String(row[`${what}_by`]), note: String(row[`${what}_note`]) }
}

/** JSON has no NaN and no infinity. */
function finite(cell: unknown): number | null {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null
}
