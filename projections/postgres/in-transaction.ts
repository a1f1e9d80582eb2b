import type pg from 'pg'
import { rethrow } from './rethrow.ts'

/**
 * Runs `work` in one transaction, which ends with it: committed when it resolves, rolled back when it rejects.
 * @throws HS_DATABASE_UNAVAILABLE when the server went away; when that happens in COMMIT, the outcome is not known
 */
export async function inTransaction<T>(pool: pg.Pool, begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch(rethrow)
  let broken: Error | undefined
  const ended = (error: Error) => {
    broken = error
  }
  client.on('error', ended) // without a listener the end of the connection would end the process
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(ended)
    return rethrow(error)
  } finally {
    client.off('error', ended)
    client.release(broken)
  }
}
