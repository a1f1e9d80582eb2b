import net from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkPort } from '../../../../projections/api/check-port.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

test('should refuse what others can reach, and a port where another program listens', async () => {
  assert.is(await outcome('0.0.0.0', 0), 'HS_BIND_REFUSED')
  const other = net.createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  assert.ok(address !== null && typeof address === 'object')
  assert.is(await outcome('127.0.0.1', address.port), 'HS_PORT_IN_USE')
  await new Promise((resolve) => other.close(resolve))
  assert.is(await outcome('127.0.0.1', address.port), 'free')
  assert.is(await outcome('127.0.0.1', address.port), 'free', 'looking does not keep it')
})

function outcome(host: string, port: number): Promise<string> {
  return checkPort(host, port).then(() => 'free', codeOf)
}

test.run()
