import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { clusterLayout, readLayout } from '../../../../ops/kafka/layout.ts'
import { wipeLocal } from '../../../../ops/kafka/local.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-layout-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

test('should delete no folder that holds something else', async () => {
  assert.is(codeOf(await wipeLocal(folder).catch((error: unknown) => error)), 'HS_DATA_FOREIGN')
})

test('should keep the id of a cluster, and refuse another number of brokers', () => {
  const { clusterId } = clusterLayout(folder, 3)
  assert.match(clusterId, /^[\w-]{22}$/)
  assert.equal(clusterLayout(folder, 3), { clusterId, nodes: 3 })
  assert.throws(() => clusterLayout(folder, 1), /a cluster of 3 brokers, not 1/)
})

test('should delete what holds a cluster', async () => {
  assert.equal(await wipeLocal(folder), [])
  assert.is(readLayout(folder), undefined)
})

test.run()
