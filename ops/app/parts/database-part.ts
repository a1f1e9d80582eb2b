import type { Reading } from '../../../projections/api/reading.ts'
import { startPostgres } from '../../../projections/postgres/start-postgres.ts'
import type { Store } from '../../../projections/store/store.ts'
import type { Failpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { Undo } from '../undo.ts'
import type { Base } from './base.ts'

export interface DatabasePart {
  readonly store: Store
  readonly reading: Reading
}

/**
 * The database of the read models: the one that is named, or an embedded one in the data folder. It is started beside what does not need
 * it; whoever does awaits the promise. Ended with the parts also when it has failed halfway, or is not up yet.
 *
 * @throws HS_DATABASE_UNAVAILABLE, HS_DATABASE_ROLE and what the embedded one throws
 */
export function startDatabase(base: Base, data: string, dsn: string | undefined): Promise<DatabasePart> {
  const begun = new Undo()
  const starting = openDatabase(begun, data, dsn, base.ports.failpoint)
  const over = starting.then(
    () => {},
    () => {}, // told to whoever awaits it
  )
  base.undo.add(async () => {
    await over
    await begun.all()
  })
  return starting
}

/** @param undo  what ends it, also when it has failed halfway */
export async function openDatabase(
  undo: Undo,
  data: string,
  dsn: string | undefined,
  failpoint: Failpoint,
): Promise<DatabasePart> {
  const embedded = dsn === undefined ? await startPostgres(data) : undefined
  if (embedded) undo.add(() => embedded.stop())
  // Loaded here: the server starts while the stages do, and they need the processor until then.
  const { connect } = await import('../../../projections/postgres/connect.ts')
  const { postgresStore } = await import('../../../projections/store/postgres.ts')
  const database = await connect(dsn ?? embedded?.dsn ?? '')
  undo.add(() => database.close())
  const store = postgresStore(database, failpoint)
  return { store, reading: { select: store.select } }
}
