/** A place in the sources that breaks a rule of the house. */
export interface Violation {
  readonly path: string
  /** From 1. */
  readonly line: number
  /** What is wrong there, and what to do instead. */
  readonly says: string
}

export function printViolations(violations: readonly Violation[]): string {
  return violations.map(({ path, line, says }) => `${path}:${line}: ${says}`).join('\n')
}
