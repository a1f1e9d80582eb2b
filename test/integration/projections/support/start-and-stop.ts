import pg from 'pg'
import { startPostgres } from '../../../../projections/postgres/start-postgres.ts'

const postgres = await startPostgres(process.argv[2] ?? '')
const client = new pg.Client({ connectionString: postgres.dsn })
await client.connect()
const { rows } = await client.query("SELECT 'answered' AS said")
console.log(rows[0].said)
await client.end()
await postgres.stop()
