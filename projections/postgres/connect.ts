import pg from 'pg'
import { API, OWNER, PROJECTOR } from '../store/sql/create-table.ts'
import { prepareDatabase } from './prepare-database.ts'

/** One pool a role; each connection has the rights of its role from its first statement on. */
export interface Database {
  readonly owner: pg.Pool
  readonly projector: pg.Pool
  readonly api: pg.Pool
  /** Makes roles, schema and checkpoints again where somebody has removed them. */
  prepare(): Promise<void>
  close(): Promise<void>
}

/**
 * Connects, and makes the roles and the schema where they are missing.
 * @throws HS_DATABASE_UNAVAILABLE, HS_DATABASE_ROLE
 */
export async function connect(dsn: string): Promise<Database> {
  await prepareDatabase(dsn)
  const owner = rolePool(dsn, OWNER, 1)
  const projector = rolePool(dsn, PROJECTOR, 4)
  const api = rolePool(dsn, API, 8)
  return {
    owner,
    projector,
    api,
    prepare: () => prepareDatabase(dsn),
    async close() {
      await Promise.all([owner.end(), projector.end(), api.end()])
    },
  }
}

function rolePool(dsn: string, role: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: dsn,
    onConnect: (client) => takeRole(client, role),
    max,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
    types: { getTypeParser },
  })
  pool.on('error', () => {}) // an idle connection ended: the pool makes a new one, and whoever asks next hears of trouble
  return pool
}

/** Not as a setting of the connection: one in the DSN would go before it. */
async function takeRole(client: pg.ClientBase, role: string): Promise<void> {
  await client.query(`SET ROLE ${role}; SET search_path = pg_catalog`)
}

/** Whole numbers come as numbers: all that are stored are below 2^53. Lists of numbers hold no nulls and are long. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number
  if (oid === INT8_ARRAY || oid === FLOAT8_ARRAY) return numbers
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}

function numbers(literal: string): number[] {
  return literal === '{}' ? [] : literal.slice(1, -1).split(',').map(Number)
}

const INT8_ARRAY = 1016
const FLOAT8_ARRAY = 1022
