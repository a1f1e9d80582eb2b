import type { Finding } from '../../../schemas/generated/records.ts'

/** A finding of which the simulation compares source, time, value and hint. */
export function simFinding(source: string, at: number, value: number, hint: string): Finding {
  return {
    source,
    metric: 'm',
    at,
    phase: 'raised',
    method: 'ewma',
    severity: 'info',
    score: 0,
    value,
    expected: 0,
    low: 0,
    high: 0,
    from: at,
    rule: null,
    hint,
  }
}
