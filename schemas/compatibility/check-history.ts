import { HomeostatError } from '../core/homeostat-error.ts'
import { isSameSchema } from '../generation/is-same-schema.ts'
import { checkCompatible } from './check-compatible.ts'

/** The versions of each record that were ever released, oldest first, by full name. */
export type SchemaHistory = ReadonlyMap<string, readonly object[]>

export interface SchemaFinding {
  /** Full name of the record. */
  readonly subject: string
  /**
   * `incompatible`: what an earlier version wrote can no longer be read; `unaccepted`: it differs from the newest version of the history;
   * `removed`: it is in the history and no longer here.
   */
  readonly problem: 'incompatible' | 'unaccepted' | 'removed'
  readonly message: string
}

/** Compares the current schemas with their whole history (BACKWARD_TRANSITIVE); empty when all is well. */
export function checkHistory(current: ReadonlyMap<string, object>, history: SchemaHistory): readonly SchemaFinding[] {
  const removed = [...history.keys()].filter((subject) => !current.has(subject))
  return [
    ...removed.map((subject): SchemaFinding => {
      const message = `${subject} was removed, but logs still hold it; bring its .avsc file back.`
      return { subject, problem: 'removed', message }
    }),
    ...[...current].flatMap(([subject, schema]) => checkSubject(subject, schema, history.get(subject) ?? [])),
  ]
}

function checkSubject(subject: string, schema: object, versions: readonly object[]): readonly SchemaFinding[] {
  const newest = versions.at(-1)
  if (newest !== undefined && isSameSchema(newest, schema)) return []
  for (const [index, older] of versions.entries()) {
    const message = incompatibility(subject, schema, versions.length + 1, older, index + 1)
    if (message !== undefined) return [{ subject, problem: 'incompatible', message }]
  }
  const what = newest === undefined ? 'is new' : `has changed since version ${versions.length}`
  const message = `${subject} ${what} and is not in the history; \`homeostat schemas check --accept\` adds it.`
  return [{ subject, problem: 'unaccepted', message }]
}

function incompatibility(
  subject: string,
  newer: object,
  version: number,
  older: object,
  olderVersion: number,
): string | undefined {
  try {
    checkCompatible(subject, { schema: newer, version }, { schema: older, version: olderVersion })
    return undefined
  } catch (error) {
    if (error instanceof HomeostatError) return error.message
    throw error
  }
}
