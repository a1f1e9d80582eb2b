import type { Reading } from '../../../projections/api/reading.ts'
import { connect } from '../../../projections/postgres/connect.ts'
import { startPostgres } from '../../../projections/postgres/start-postgres.ts'
import { postgresStore } from '../../../projections/store/postgres.ts'
import type { Store } from '../../../projections/store/store.ts'
import type { Base } from './base.ts'

export interface DatabasePart {
  readonly store: Store
  readonly reading: Reading
}

/**
 * The database of the read models: the one that is named, or an embedded one in the data folder.
 * @throws HS_DATABASE_UNAVAILABLE, HS_DATABASE_ROLE and what the embedded one throws
 */
export async function startDatabase({ undo, ports }: Base, data: string, dsn: string | undefined): Promise<DatabasePart> {
  const embedded = dsn === undefined ? await startPostgres(data) : undefined
  if (embedded) undo.add(() => embedded.stop())
  const database = await connect(dsn ?? embedded?.dsn ?? '')
  undo.add(() => database.close())
  const store = postgresStore(database, ports.failpoint)
  return { store, reading: { select: store.select } }
}
