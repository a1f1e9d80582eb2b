import type { Finding } from '../../schemas/generated/records.ts'

type Severity = Finding['severity']

/** Whether one severity is worse than another. */
export function isGraver(one: Severity, other: Severity): boolean {
  return gravityOf(one) > gravityOf(other)
}

/** A larger number is worse. */
export function gravityOf(severity: Severity): number {
  return GRAVITY.indexOf(severity)
}

const GRAVITY: readonly Severity[] = ['unknown', 'info', 'warning', 'critical']
