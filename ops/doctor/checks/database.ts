import { spawnSync } from 'node:child_process'
import pg from 'pg'
import { postgresBinaries } from '../../../projections/postgres/binaries.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { type Check, type Finding, failed, ok } from '../check.ts'

const OLDEST_SERVER = 150_000

export const database: Check = {
  name: 'database',
  run: ({ env }) => (env.POSTGRES_DSN ? own(env.POSTGRES_DSN) : embedded()),
}

function embedded(): Finding {
  try {
    const { postgres } = postgresBinaries()
    const { status, stdout, stderr, error } = spawnSync(postgres, ['--version'], { encoding: 'utf8', timeout: 10_000 })
    if (status === 0) return ok(`${stdout.trim()}, from npm`)
    const why = error?.message ?? stderr.trim()
    return failed(
      `the PostgreSQL from npm does not start: ${why}`,
      'Run `npm ci` again, install what it misses, or set POSTGRES_DSN.',
    )
  } catch (error) {
    return failed(
      `there is no PostgreSQL from npm [${codeOf(error)}]`,
      'Run `npm ci` again, or give a database with POSTGRES_DSN.',
    )
  }
}

/** Neither the DSN nor what the server says of it is printed: both may hold a password. */
async function own(dsn: string): Promise<Finding> {
  let client: pg.Client | undefined
  try {
    client = new pg.Client({ connectionString: dsn, connectionTimeoutMillis: 3_000, query_timeout: 3_000 })
    await client.connect()
    const { rows } = await client.query(
      "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
    )
    const { number, version } = rows[0]
    if (number < OLDEST_SERVER) return failed(`PostgreSQL ${version} at POSTGRES_DSN`, 'Use PostgreSQL 15 or newer.')
    return ok(`PostgreSQL ${version} at POSTGRES_DSN`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    return failed(
      `POSTGRES_DSN cannot be reached${code}`,
      'Start the database, correct POSTGRES_DSN, or unset it to use the one from npm.',
    )
  } finally {
    await client?.end().catch(() => {}) // it may never have been connected
  }
}
