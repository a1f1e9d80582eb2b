import { test } from 'uvu'
import { postgresStore } from '../../../projections/store/postgres.ts'
import { startDatabase } from '../../unit/projections/support/database.ts'
import { rebuildSuite } from '../../unit/projections/support/rebuild-suite.ts'
import { storeSuite } from '../../unit/projections/support/store-suite.ts'

const { database, empty, end } = await startDatabase()

const create = async () => {
  await empty()
  return postgresStore(database)
}
storeSuite(create)
rebuildSuite(create)

test.after(end)
test.run()
