import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listen } from '../../projections/api/listen.ts'
import { skipUnlessBrowser } from '../support/browser/browser-path.ts'
import { createHouse } from '../unit/projections/support/house.ts'
import { NOON } from '../unit/projections/support/world.ts'
import { overflow } from './support/measures.ts'
import { openBrowser } from './support/open-browser.ts'

skipUnlessBrowser()

const browser = await openBrowser()
test.after(() => browser.close())

test('should find a source among more than the list holds, and draw as many of its metrics as are asked for', async () => {
  const { api, happen } = await createHouse()
  const metrics = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`metric_${i}`, i]))
  await happen.frames(Array.from({ length: 600 }, (_, i) => ({ source: `node-${i + 1_000}`, at: NOON, metrics })))
  const { page, complaints } = await browser.visit(await listen(api, '127.0.0.1', 0), { viewport: { width: 390, height: 844 } })
  await page.waitForSelector('figure canvas')
  assert.is(await page.locator('#sources li').count(), 500)

  await page.keyboard.press('/')
  await page.keyboard.type('node-1550')
  assert.match(String(await page.textContent('#sources')), 'Enter opens one by its whole name.')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#charts h2:has-text("node-1550")')

  await page.click('a:has-text("Show 62 more")')
  await page.locator('figure canvas').nth(59).waitFor()
  assert.match(String(await page.textContent('.more')), '10 more are not drawn.')
  assert.is(await overflow(page), 0)
  assert.equal(complaints, [])

  await page.keyboard.press('/')
  await page.keyboard.type('nowhere')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#charts :text("There is no source nowhere. [HS_NOT_FOUND]")')
  await api.close()
})

test.run()
