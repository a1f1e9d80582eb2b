import pg from 'pg'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/** @throws HS_DATABASE_UNAVAILABLE when trying again later may help; otherwise the error itself */
export function rethrow(error: unknown): never {
  if (!(error instanceof Error) || !isAway(error)) throw error
  throw new HomeostatError('HS_DATABASE_UNAVAILABLE', {
    message: `The database cannot be used at the moment (${error.message}).`,
    cause: error,
  })
}

function isAway(error: Error): boolean {
  if (error instanceof pg.DatabaseError) return AWAY_STATES.test(error.code ?? '')
  if ('code' in error && /^E[A-Z]+$/.test(String(error.code))) return true // the operating system: ECONNREFUSED, ENOENT, EPIPE …
  return AWAY_WORDS.test(error.message)
}

/**
 * SQLSTATE: connection exception, read-only, authorization, no such database, deadlock, disk or memory or connections exhausted, locked,
 * shutdown or crash; a schema or a
 * table that is gone is made again when the model is opened again.
 */
const AWAY_STATES = /^(08...|25006|28...|3D...|40...|53...|55P03|57...|3F000|42P01)$/

/** What node-postgres says when the connection ended under it or no answer came; these errors carry no code. */
const AWAY_WORDS = /connection terminated|connection error|not queryable|timeout/i
