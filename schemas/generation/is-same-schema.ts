import { withoutDocs } from './without-docs.ts'

/** True when they differ in their comments alone. */
export function isSameSchema(one: object, other: object): boolean {
  return JSON.stringify(withoutDocs(one)) === JSON.stringify(withoutDocs(other))
}
