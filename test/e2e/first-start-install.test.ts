import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { skipUnless } from '../support/skip.ts'
import { firstSteps } from './support/first-steps.ts'
import { freshClone } from './support/fresh-clone.ts'
import { stranger } from './support/stranger.ts'

skipUnless(
  process.env.CI === 'true',
  'it installs all packages a second time, as `npm test` has just done: it runs in CI (CI=true)',
)
const place = freshClone('none')
const user = stranger(place)
test.after(() => place.remove())

test('should install its packages at the first start and be live', async () => {
  const before = await user.homeostat('--version').ended
  assert.is(before.code, 1)
  assert.match(before.err, /not installed yet. Run `npm start`/)
  const began = performance.now()
  const first = user.npm('start', '--', '--data', place.data, '--port', '0', '--for', '1s')
  await first.wrote(/Installing \d+ packages/)
  await first.wrote(/Installed in \d+ s/)
  await first.wrote(/ready in/)
  console.log(`live ${((performance.now() - began) / 1000).toFixed(1)} s after npm start in a clone without packages`)
  assert.is((await first.ended).code, 0)
  await firstSteps(place, user).purge()
})

test.run()
