import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ranges } from '../../projections/console/shared/ranges.js'
import { runApp, scratchFolder } from '../integration/ordeal/support/running-app.ts'
import { skipUnlessBrowser } from '../support/browser/browser-path.ts'
import { drawnCharts, faintTexts, focused, focusRing, layoutShift, overflow } from './support/measures.ts'
import { openBrowser } from './support/open-browser.ts'
import { shop } from './support/shop.ts'

skipUnlessBrowser()

const EVIL = '<img src=x onerror=alert(1)>'
const LONG = 'z'.repeat(256)
const folder = scratchFolder()
const [browser, { app, client }] = await Promise.all([openBrowser(), runApp(folder.path)])
test.after(async () => {
  await browser.close()
  await folder.remove()
})

const begun = Date.now()
const wide = { source: LONG, at: begun, metrics: { ['m'.repeat(512)]: -1.234e149 } }
for (const frames of [
  shop('shop-1', begun - 30_000, 400),
  shop('shop-2', begun, 600, 300),
  shop('new', begun, 63),
  shop(EVIL, begun, 5),
  [wide],
])
  assert.is((await client.send(frames)).status, 200)
for (const source of ['shop-1', 'shop-2', 'new', EVIL, LONG]) await client.counted(source)

const widths = [
  { name: 'wide', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const

for (const [turn, { name, ...options }] of widths.entries()) {
  test(`should show all there is, readable and without a complaint (${name})`, async () => {
    const { page, complaints, picture } = await browser.visit(`${app.url}/?source=shop-2`, options)
    await page.waitForSelector('#live[data-state=live]')
    await page.waitForSelector('figure canvas')
    const [first, ...others] = await page.locator('#sources b').allTextContents()
    assert.equal([first, ...others.slice(0, 3), others.at(-1)], [EVIL, 'new', 'shop-1', 'shop-2', LONG])
    assert.match(String(await page.textContent('#sources')), 'learning: 63 of 120 samples')
    assert.equal((await page.locator('figcaption b').allTextContents())[0], 'latency_p99')
    assert.equal(await drawnCharts(page), [true, true, true, true])
    assert.is(await overflow(page), 0)
    assert.equal(await faintTexts(page), [])
    const moved = await layoutShift(page)
    assert.ok(moved < 0.02, `moved by ${moved}`)
    await picture(`${name}-first`, { whole: true })
    assert.equal(complaints, [])
  })

  test(`should show a signal as soon as there is one, and open it (${name})`, async () => {
    const source = `shop-live-${turn}`
    await client.send(shop(source, Date.now() - 30_000, 400))
    await client.counted(source)
    const { page, complaints, picture } = await browser.visit(`${app.url}/?source=${source}`, options)
    await page.waitForSelector('#live[data-state=live]')
    assert.is(await page.locator(`#signals :text("of ${source}")`).count(), 0)
    await page.locator('#sources a').nth(1).focus()
    await client.send(shop(source, Date.now(), 30, 30))
    await page.locator(`#signals a:has-text("of ${source}")`).first().waitFor()
    assert.is(await focused(page), 'new')
    await page.locator(`#signals a:has-text("of ${source}")`).first().click()
    const card = page.locator('dialog[open]')
    await card.waitFor()
    const said = await card.innerText()
    for (const field of ['Metric', 'Value', 'Expected', 'Score', 'Method', 'Window', 'State', 'Call'])
      assert.match(said, new RegExp(`^${field}$`, 'm'))
    assert.match(said, /^latency_p99 is \d+ ms, expected /m)
    assert.match(page.url(), /[?&]signal=[0-9a-f-]{36}/)
    assert.match(String(await page.textContent('#said')), `signal: latency_p99 of ${source}`)
    assert.is(await overflow(page), 0)
    assert.equal(await faintTexts(page), [])
    await picture(`${name}-signal`)
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'hidden' })
    await page.waitForURL((url) => !url.searchParams.has('signal')) // the event of closing comes after the dialog is gone
    await page.waitForSelector('figure[data-chart=latency_p99] .told:has-text("signal")')
    await picture(`${name}-live`)
    assert.equal(complaints, [])
  })
}

test('should be walked through by keys alone', async () => {
  const { page, complaints } = await browser.visit(app.url, widths[0])
  await page.waitForSelector('#live[data-state=live]')
  const key = (name: string) => page.keyboard.press(name)

  await key('Tab')
  assert.is(await focused(page), 'Skip to the signals')
  const stops: string[] = []
  for (let i = 0; i < 6; i++) {
    await key('Tab')
    stops.push(await focused(page))
    assert.is(await focusRing(page), '3px solid')
  }
  const signals = await page.locator('#signals a').evaluateAll((links) => links.map((link) => link.getAttribute('data-signal')))
  assert.ok(signals.length >= 2)
  assert.equal(stops, ['Homeostat', 'API', 'Metrics', signals[0], 'filter', EVIL])

  await key('/')
  assert.is(await focused(page), 'filter')
  await page.keyboard.type('shop-1')
  assert.equal(await page.locator('#sources b').allTextContents(), ['shop-1'])
  assert.is(await page.inputValue('#filter'), 'shop-1')
  await key('ArrowDown')
  assert.is(await focused(page), 'shop-1')
  await key('Enter')
  await page.waitForSelector('#charts h2:has-text("shop-1")')
  await key('/')
  await key('Escape')
  assert.is(await page.locator('#sources b').count(), 7)
  await key('Escape')
  assert.is.not(await focused(page), 'filter')

  await page.locator('#signals a').first().focus()
  await key('ArrowDown')
  assert.is(await focused(page), signals[1])
  await key('End')
  assert.is(await focused(page), signals.at(-1))
  await key('Home')
  await key('ArrowDown')
  await key('Enter')
  await page.waitForSelector('dialog[open]')
  await key('Escape')
  await page.waitForSelector('dialog[open]', { state: 'detached' })
  assert.is(await focused(page), signals[1])
  assert.equal(complaints, [])
})

test('should show other ranges, keep them in the address, and go back', async () => {
  const { page, complaints } = await browser.visit(`${app.url}/?source=shop-2`, widths[1])
  await page.waitForSelector('figure canvas')
  for (const range of ['1h', '6h', '24h']) {
    await page.click(`a[data-range="${range}"]`)
    await page.waitForSelector(`a[data-range="${range}"][aria-current]`)
    assert.match(page.url(), `range=${range}`)
    assert.equal(await drawnCharts(page), [true, true, true, true])
    assert.is(await overflow(page), 0)
  }
  await page.goBack()
  await page.waitForSelector('a[data-range="6h"][aria-current]')
  assert.equal(complaints, [])
})

test('should show a week, a month and a year of a source that sends every five minutes', async () => {
  assert.is((await client.send(shop('shop-slow', Date.now(), 240, 0, 300_000))).status, 200)
  await client.counted('shop-slow')
  for (const options of widths) {
    const { page, complaints, picture } = await browser.visit(`${app.url}/?source=shop-slow`, options)
    for (const [range, resolution] of [
      ['7d', '15m'],
      ['30d', '1h'],
      ['1y', '1h'],
    ] as const) {
      const answered = page.waitForResponse((response) => spanOf(new URL(response.url())) === ranges[range])
      await page.click(`a[data-range="${range}"]`)
      await page.waitForSelector(`a[data-range="${range}"][aria-current]`)
      const { resolution: taken, samples, low, high } = await (await answered).json()
      assert.equal([taken, samples], [resolution, 240])
      assert.ok(Math.min(...low) < 185 && Math.max(...high) > 215, 'the extremes survive')
      assert.equal(await drawnCharts(page), [true, true, true, true])
      assert.is(await overflow(page), 0)
      await picture(`${options.name}-${range}`)
    }
    assert.equal(complaints, [])
  }
})

test('should keep the longest names within the page', async () => {
  for (const options of widths) {
    const { page } = await browser.visit(`${app.url}/?source=${LONG}`, options)
    await page.waitForSelector('figure canvas')
    assert.is(await overflow(page), 0)
    await page.click('summary')
    assert.is(await overflow(page), 0)
  }
})

test('should be read without scripts, and keep still for those who want it', async () => {
  const { page, picture } = await browser.visit(`${app.url}/?source=shop-2`, { ...widths[0], javaScriptEnabled: false })
  assert.match(await page.innerText('#signals'), 'latency_p99 of shop-2')
  assert.is(await page.locator('figure svg path.line').count(), 4)
  await page.locator('#signals a').first().click()
  assert.match(await page.innerText('dialog[open]'), 'expected')
  await picture('no-script')
  const still = await browser.visit(app.url, { ...widths[0], reducedMotion: 'reduce' })
  const moving = await still.page.evaluate(`[...document.querySelectorAll('body *')].filter((element) =>
    getComputedStyle(element).transitionDuration !== '0s' || getComputedStyle(element).animationName !== 'none').length`)
  assert.is(moving, 0)
})

/** The range that is asked for of the first chart. */
function spanOf({ pathname, searchParams }: URL): number {
  return pathname === '/series' && searchParams.get('metric') === 'latency_p99'
    ? Number(searchParams.get('to')) - Number(searchParams.get('from'))
    : 0
}

test.run()
