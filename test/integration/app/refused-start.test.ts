import { existsSync, rmSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { hardships } from '../ordeal/support/hardships.ts'
import { rawFrames } from '../ordeal/support/raw-frames.ts'
import { runApp, scratchFolder } from '../ordeal/support/running-app.ts'

const folder = scratchFolder()
test.after(folder.remove)
const frame = { source: 'web-1', at: Date.now(), metrics: { cpu_usage: 1 } }

test('should refuse a second start on a data folder in use, and leave the first alone', async () => {
  const data = join(folder.path, 'shared')
  const { app, client } = await runApp(data)
  assert.is(await refused(data, 0), hardships.secondStart.codes[0])
  assert.is((await client.send([frame])).status, 200)
  await client.counted('web-1')
  await app.stop()
  assert.equal(await rawFrames(data), [frame])
})

test('should refuse a port in use, leave nothing running, and start on another', async () => {
  const data = join(folder.path, 'port')
  const taken = net.createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  assert.ok(address !== null && typeof address === 'object')
  assert.is(await refused(data, address.port), hardships.portInUse.codes[0])
  await new Promise((resolve) => taken.close(resolve))

  const { app, client } = await runApp(data, { port: address.port })
  assert.is((await client.send([frame])).status, 200)
  await app.stop()
})

test('should end the database too when a part beside it does not start, also while it is being made', async () => {
  const data = join(folder.path, 'beside')
  const ahead = { ...systemClock, now: () => Date.now() + 3_600_000 }
  const first = await runApp(data, { clock: ahead })
  await first.app.stop()
  rmSync(join(data, 'postgres'), { recursive: true })
  assert.is(await refused(data, 0), 'HS_CLOCK_SKEW')
  assert.ok(existsSync(join(data, 'postgres', 'cluster')))
  assert.not.ok(existsSync(join(data, 'postgres', 'cluster', 'postmaster.pid')))
})

/** The code with which a start is refused. */
function refused(data: string, port: number): Promise<string> {
  return runApp(data, { port }).then(async ({ app }) => {
    await app.stop()
    return 'started'
  }, codeOf)
}

test.run()
