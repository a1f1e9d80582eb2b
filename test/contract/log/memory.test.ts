import { test } from 'uvu'
import { createMemoryLog } from '../../../streams/runtime/log/memory/memory-log.ts'
import { logContract } from './suite.ts'

logContract('memory', async (now) => ({ log: createMemoryLog({ now }), async dispose() {} }), { records: 100_000 })

test.run()
