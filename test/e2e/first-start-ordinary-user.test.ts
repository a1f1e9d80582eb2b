import { statSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { skipUnless } from '../support/skip.ts'
import { firstSteps } from './support/first-steps.ts'
import { freshClone } from './support/fresh-clone.ts'
import { stranger } from './support/stranger.ts'

const isRoot = process.getuid?.() === 0
if (!isRoot)
  skipUnless(process.env.CI === 'true', 'only root can become somebody else; first-start.test.ts runs as an ordinary user here')

const nobody = { uid: 65_534, gid: 65_534 }
const place = freshClone(isRoot ? 'copied' : 'linked', isRoot ? nobody : undefined)
const steps = firstSteps(place, stranger(place, isRoot ? nobody : undefined))
test.after(() => place.remove())

test('should watch this machine for a user without rights', async () => {
  await steps.startFor('3s')
  assert.is(statSync(place.data).uid, isRoot ? nobody.uid : process.getuid?.())
})

test('should go on, end, derive everything again and leave nothing', async () => {
  const { end } = await steps.positions()
  await steps.startAndInterrupt('SIGINT')
  assert.ok((await steps.positions()).end > end)
  await steps.verify()
  await steps.purge()
})

test.run()
