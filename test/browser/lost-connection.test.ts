import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listen } from '../../projections/api/listen.ts'
import { runApp, scratchFolder } from '../integration/ordeal/support/running-app.ts'
import { skipUnlessBrowser } from '../support/browser/browser-path.ts'
import { createHouse } from '../unit/projections/support/house.ts'
import { openBrowser } from './support/open-browser.ts'
import { shop } from './support/shop.ts'

skipUnlessBrowser()

const folder = scratchFolder()
const [browser, first] = await Promise.all([openBrowser(), runApp(folder.path)])
test.after(async () => {
  await browser.close()
  await folder.remove()
})

test('should say that the connection is lost, and go on by itself when Homeostat is there again', async () => {
  await first.client.send(shop('shop', Date.now() - 30_000, 400))
  await first.client.counted('shop')
  const { page, picture } = await browser.visit(first.app.url, { viewport: { width: 1280, height: 900 } })
  await page.waitForSelector('#live[data-state=live]')
  assert.is(await page.isVisible('#banner'), false)

  await first.app.stop()
  await page.waitForSelector('#banner:has-text("Connection lost.")')
  assert.equal(await page.locator('#sources b').allTextContents(), ['shop'])
  await picture('lost')

  const again = await runApp(folder.path, { port: Number(new URL(first.app.url).port) })
  await page.waitForSelector('#live[data-state=live]')
  assert.is(await page.isVisible('#banner'), false)
  await again.client.send(shop('shop', Date.now(), 30, 30))
  await page.waitForSelector('#signals a:has-text("of shop")')
})

test('should say that detection is stuck, and that it runs again', async () => {
  const { api, parts } = await createHouse()
  parts.push({ part: 'stage:sense.0', ok: true, state: 'running' })
  const { page, complaints, picture } = await browser.visit(await listen(api, '127.0.0.1', 0), {
    viewport: { width: 390, height: 844 },
  })
  await page.waitForSelector('.tile.good:has-text("watched by sense.0")')
  const [part] = parts.splice(1, 1, {
    part: 'stage:sense.0',
    ok: false,
    state: 'waiting',
    code: 'HS_LOG_FENCED',
    message: 'Taken over.',
  })
  await page.waitForSelector('.tile.bad:has-text("Stuck")')
  await page.waitForSelector('#parts :text("Taken over. [HS_LOG_FENCED]")')
  assert.is(await page.textContent('#said'), 'Stuck: stage:sense.0.')
  await picture('stuck')
  if (part) parts.splice(1, 1, part)
  await page.waitForSelector('.tile.good:has-text("watched by sense.0")')
  assert.is(await page.textContent('#said'), 'Every part runs again.')
  assert.equal(complaints, [])
  await api.close()
})

test.run()
