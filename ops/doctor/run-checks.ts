import { type Check, type CheckContext, type Finding, failed } from './check.ts'

export interface Checked extends Finding {
  readonly name: string
}

/** Runs the checks one after the other; a check that throws has failed, the others go on. */
export async function* runChecks(checks: readonly Check[], context: CheckContext): AsyncGenerator<Checked> {
  for (const check of checks) yield { name: check.name, ...(await outcomeOf(check, context)) }
}

async function outcomeOf(check: Check, context: CheckContext): Promise<Finding> {
  try {
    return await check.run(context)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failed(`could not be checked: ${why}`, 'Report this; the other checks hold.')
  }
}
