import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { request } from '../integration/ordeal/support/request.ts'
import { runApp, scratchFolder } from '../integration/ordeal/support/running-app.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { skipUnlessBrowser } from '../support/browser/browser-path.ts'
import { faintTexts, overflow } from './support/measures.ts'
import { openBrowser } from './support/open-browser.ts'
import { shop } from './support/shop.ts'

skipUnlessBrowser()

const folder = scratchFolder()
const [browser, { app, client }] = await Promise.all([openBrowser(), runApp(folder.path)])
test.after(async () => {
  await browser.close()
  await folder.remove()
})

await client.send(shop('shop', Date.now(), 400, 20))
await client.counted('shop')

test('should take what a person says of a signal by button and by key, and show it', async () => {
  const { page, complaints, picture } = await browser.visit(app.url, {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  })
  await page.waitForSelector('#live[data-state=live]')
  const row = page.locator('#signals a:has-text("latency_p99"):not(:has-text("held back"))').first()
  await row.click()
  const card = page.locator('dialog[open]')
  await card.waitFor()
  await card.locator('button:has-text("Mute for 1 h")').click()
  await card.locator('#asked:has-text("latency_p99 of shop is muted for an hour.")').waitFor()
  await page.keyboard.press('s')
  await card.locator('#asked:has-text("Marked as seen.")').waitFor()
  await card.locator('dt:text-is("Seen")').waitFor()
  assert.is(await card.locator('button:has-text("Seen")').count(), 0)
  assert.is(await overflow(page), 0)
  assert.equal(await faintTexts(page), [])
  await picture('phone-seen')
  await page.keyboard.press('f')
  await card.locator('dt:text-is("False alarm")').waitFor()
  assert.match(await card.innerText(), /over since/)
  await page.locator('#signals a:has-text("false alarm")').first().waitFor()
  await page.keyboard.press('u')
  await card.locator('dt:text-is("False alarm")').waitFor({ state: 'detached' })
  assert.equal(complaints, [])
})

test('should say why nobody was called while a metric is muted', async () => {
  const { mutes } = (await client.get('/mutes?open=true')).body as { mutes: { source: string; metric: string; by: string }[] }
  assert.equal(
    mutes.map(({ source, metric, by }) => [source, metric, by]),
    [['shop', 'latency_p99', 'page']],
  )
  const content = { 'content-type': 'application/json' }
  const body = JSON.stringify({ source: 'other-*', forMs: 60_000, reason: 'a test' })
  await request(`${app.url}/mutes`, { method: 'POST', body, headers: content })
  await client.send(shop('other-1', Date.now(), 400, 20))
  const muted = await until('a muted signal', async () => {
    const { signals } = (await client.get('/signals?held=true')).body as { signals: { id: string; held: string }[] }
    return signals.find(({ held }) => held === 'muted')
  })
  const { page } = await browser.visit(`${app.url}/?signal=${muted.id}`, { viewport: { width: 1280, height: 900 } })
  await page.locator('dialog[open] dd:has-text("nobody was called: it is muted")').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('#signals a:has-text("muted")').first().waitFor()
})

test.run()
