import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'
import { logContract } from './suite.ts'

logContract(
  'embedded',
  async (now) => {
    const folder = mkdtempSync(join(tmpdir(), 'homeostat-log-'))
    const log = await openEmbeddedLog(folder, { now })
    return { log, dispose: async () => rmSync(folder, { recursive: true }) }
  },
  { records: 1_000_000 },
)

test.run()
