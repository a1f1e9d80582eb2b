import pg from 'pg'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { API, OWNER, PROJECTOR, SCHEMA } from '../store/sql/create-table.ts'
import { rethrow } from './rethrow.ts'

/**
 * Makes the three roles, the schema and the table of checkpoints, as far as they are missing.
 * @throws HS_CONFIG_INVALID when the DSN cannot be read; HS_DATABASE_ROLE with the SQL for an administrator when this user may not; HS_DATABASE_UNAVAILABLE
 */
export async function prepareDatabase(dsn: string): Promise<void> {
  const client = clientFor(dsn)
  client.on('error', () => {}) // the query that is under way fails with the same reason
  try {
    await client.connect()
    if (await isPrepared(client)) return
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock(4280)') // two processes may start at the same time
    if (!(await isPrepared(client))) await client.query(preparationSql('CURRENT_USER'))
    await client.query('COMMIT')
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === INSUFFICIENT_PRIVILEGE) {
      const user = client.user ?? 'the user of POSTGRES_DSN'
      const message = `The user ${user} may not create what Homeostat needs. Let an administrator run this once in the database:\n${preparationSql(`"${user}"`)}`
      throw new HomeostatError('HS_DATABASE_ROLE', { message, value: user, cause: error })
    }
    rethrow(error)
  } finally {
    await client.end().catch(() => {}) // it may never have been connected
  }
}

/** What is wrong with an address that cannot be read is not told in its own words: it may hold a password. */
function clientFor(dsn: string): pg.Client {
  try {
    return new pg.Client({ connectionString: dsn, connectionTimeoutMillis: 5_000 })
  } catch {
    const message = 'POSTGRES_DSN, or --postgres, is no address such as postgres://USER:PASSWORD@HOST:5432/DATABASE.'
    throw new HomeostatError('HS_CONFIG_INVALID', { message })
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'

async function isPrepared(client: pg.Client): Promise<boolean> {
  const roles = [OWNER, PROJECTOR, API]
  const { rows } = await client.query(
    `SELECT to_regclass('${SCHEMA}.checkpoints') IS NOT NULL
       AND (SELECT count(*) = 3 FROM pg_roles WHERE rolname = ANY ($1) AND pg_has_role(oid, 'MEMBER')) AS prepared`,
    [roles],
  )
  return rows[0]?.prepared === true
}

/** The owner makes tables, the projector writes them for all tenants, the API reads them for one. None of them can log in. */
function preparationSql(user: string): string {
  return `DO $$ BEGIN
${[OWNER, PROJECTOR, API].map((role) => `  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;`).join('\n')}
END $$;
GRANT ${OWNER}, ${PROJECTOR}, ${API} TO ${user};
CREATE SCHEMA IF NOT EXISTS ${SCHEMA} AUTHORIZATION ${OWNER};
SET LOCAL ROLE ${OWNER};
CREATE TABLE IF NOT EXISTS ${SCHEMA}.checkpoints (
  tenant_id text COLLATE "C" NOT NULL DEFAULT '*',
  model text COLLATE "C", topic text COLLATE "C", partition integer,
  version integer NOT NULL, log_id text NOT NULL, next_offset bigint NOT NULL,
  PRIMARY KEY (model, topic, partition));
ALTER TABLE ${SCHEMA}.checkpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${SCHEMA}.checkpoints FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS projector ON ${SCHEMA}.checkpoints;
CREATE POLICY projector ON ${SCHEMA}.checkpoints TO ${PROJECTOR} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ${SCHEMA}.checkpoints TO ${PROJECTOR};
GRANT USAGE ON SCHEMA ${SCHEMA} TO ${PROJECTOR}, ${API};
RESET ROLE;`
}
