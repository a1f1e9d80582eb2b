import { test } from 'uvu'
import { memoryStore } from '../../../../projections/store/memory.ts'
import { rebuildSuite } from '../support/rebuild-suite.ts'
import { storeSuite } from '../support/store-suite.ts'

storeSuite(async () => memoryStore())
rebuildSuite(async () => memoryStore())

test.run()
