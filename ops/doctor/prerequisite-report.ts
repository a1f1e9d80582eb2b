import { type Prerequisite, prerequisites } from './prerequisites.ts'

/** What stands in the report file. */
export interface PrerequisiteReport {
  /** RFC 3339. */
  readonly at: string
  readonly present: readonly string[]
  readonly missing: readonly string[]
  readonly details: readonly (Omit<Prerequisite, 'without'> & { readonly state: 'present' | Prerequisite['without'] })[]
}

export function prerequisiteReport(env: Readonly<Record<string, string | undefined>>, now: number): PrerequisiteReport {
  const all = prerequisites(env)
  const names = (present: boolean) => all.filter((one) => one.present === present).map((one) => one.anyOf.join(' or '))
  return {
    at: new Date(now).toISOString(),
    present: names(true),
    missing: names(false),
    details: all.map(({ without, ...one }) => ({ ...one, state: one.present ? 'present' : without })),
  }
}
