import { test } from 'uvu'
import { postgresStore } from '../../../projections/store/postgres.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { storeSuite } from '../../unit/projections/support/store-suite.ts'

const { database, empty, end } = await startDatabase()

storeSuite(async () => {
  await empty()
  return postgresStore(database)
})

test.after(end)
test.run()
