import { test } from 'uvu'
import { memoryStore } from '../../../../projections/store/memory.ts'
import { storeSuite } from '../support/store-suite.ts'

storeSuite(async () => memoryStore())

test.run()
