import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, type Database } from '../../../../projections/postgres/connect.ts'
import { type EmbeddedPostgres, startPostgres } from '../../../../projections/postgres/start-postgres.ts'

export interface TestDatabase {
  readonly postgres: EmbeddedPostgres
  readonly database: Database
  /** Drops everything that Homeostat has made in it, the roles excepted. */
  empty(): Promise<void>
  end(): Promise<void>
}

/** A real PostgreSQL in a folder of its own that only this user can enter. */
export async function startDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'homeostat-'))
  const postgres = await startPostgres(folder)
  const database = await connect(postgres.dsn)
  return {
    postgres,
    database,
    async empty() {
      await database.owner.query('DROP SCHEMA IF EXISTS homeostat CASCADE')
      await database.prepare()
    },
    async end() {
      await database.close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
