import { createServer } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { choosePorts } from '../../../../ops/kafka/ports.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

test('should choose free ports below those of outgoing connections', async () => {
  const first = await choosePorts(0, 6)
  assert.ok(first >= 20_000 && first + 6 <= 32_000)
})

test('should name the port that somebody else has', async () => {
  const first = await choosePorts(0, 2)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(first + 1, '127.0.0.1', resolve))
  const refusal = await choosePorts(first, 2).catch((error: unknown) => error)
  assert.is(codeOf(refusal), 'HS_PORT_IN_USE')
  assert.match(String(refusal), String(first + 1))
  await new Promise((resolve) => other.close(resolve))
})

test.run()
