import pg from 'pg'

/** The SQLSTATE of what a query has failed with, also where it was told as an error of ours; undefined when the server did not say. */
export function sqlStateOf(error: unknown): string | undefined {
  const told = error instanceof Error && error.cause instanceof pg.DatabaseError ? error.cause : error
  return told instanceof pg.DatabaseError ? told.code : undefined
}
