import { gunzipSync, gzipSync } from 'node:zlib'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createApi } from '../../../../projections/api/create-api.ts'
import { createHouse } from '../support/house.ts'
import { NOON } from '../support/world.ts'

const HOST = { host: '127.0.0.1:4280' }
const EVIL = `<img src=x onerror="alert('1')">`

test('should show sources, signals, learning, budget and series without any script', async () => {
  const { get, happen } = await createHouse()
  await happen.frames(
    Array.from({ length: 63 }, (_, i) => ({ at: NOON + i * 1_000, metrics: { cpu_percent: i % 7, load_1m: 1 } })),
  )
  await happen.signals([{ id: 'a', at: NOON + 20_000, from: NOON + 10_000 }])
  const { status, body } = await get('/')
  assert.is(status, 200)
  for (const said of [
    '<b>web-1</b>',
    '<strong>0 %</strong><span>learning: 63 of 120 samples',
    '<b>cpu_percent</b> of web-1',
    '97.5, expected 20',
    '4 of 5',
    'calls left today',
    '<b>load_1m</b>',
    '1 signal',
  ])
    assert.ok(body.includes(said), said)
  assert.match(body, /<path class="line" d="M[\d.]+ [\d.]+L/)
  assert.match(body, /<rect class="band" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="[\d.]+"\/>/)
  assert.match(body, /<path class="mark" data-severity="warning"/)
})

test('should open a signal by its address, with everything that is known of it', async () => {
  const { get, happen } = await createHouse()
  await happen.signals([{ id: 'a', held: 'budget' }])
  const { body } = await get('/?signal=a')
  const [, card = ''] = /<dialog [^>]*open>([\s\S]*)<\/dialog>/.exec(body) ?? []
  for (const said of [
    'CPU is higher than usual.',
    '97.5',
    '20 (10 to 30)',
    '0.9000',
    'ewma: single samples',
    'the alarm budget was spent',
  ])
    assert.ok(card.includes(said), said)
  assert.not.ok(card.includes('<dt>Rule</dt>'))
  await happen.signals([{ id: 'b', method: 'rule', rule: 'disk-full' }])
  assert.ok((await get('/?signal=b')).body.includes('<dt>Rule</dt><dd>disk-full</dd>'))
  assert.ok((await get('/?signal=none')).body.includes('There is no signal none. [HS_NOT_FOUND]'))
  assert.not.match((await get('/')).body, /<dialog [^>]*open/)
})

test('should show a name as text, whatever it looks like', async () => {
  const { get, happen } = await createHouse()
  await happen.frames([{ source: EVIL, metrics: { [EVIL]: 1 } }])
  await happen.signals([{ id: EVIL, source: EVIL, metric: EVIL, hint: EVIL }])
  const query = new URLSearchParams({ source: EVIL, metric: EVIL, filter: EVIL, signal: EVIL, range: EVIL })
  for (const path of ['/', `/?${query}`]) {
    const { body } = await get(path)
    assert.not.match(body, /<img/i)
    assert.not.match(body.replaceAll(/"[^"]*"/g, '""'), /<[^>]*onerror/i)
    assert.ok(body.includes('&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;'))
  }
})

test('should say what is missing rather than show nothing', async () => {
  const { get, happen } = await createHouse()
  const empty = (await get('/')).body
  for (const said of [
    'No source yet.',
    'No signal: nothing is watched yet.',
    'Charts appear with the first source.',
    '5 of 5',
    'calls a day',
  ])
    assert.ok(empty.includes(said), said)
  await happen.frames([{ metrics: { cpu_percent: 1 } }])
  assert.ok((await get('/')).body.includes('No signal yet. web-1: learning: 1 of 120 samples.'))
  assert.ok((await get('/?filter=nothing')).body.includes('No source has “nothing” in its name.'))
  assert.ok((await get('/?source=gone')).body.includes('There is no source gone. [HS_NOT_FOUND]'))
})

test('should say who watches, and that detection is stuck', async () => {
  const { get, parts } = await createHouse()
  parts.push({ part: 'stage:sense.0', ok: true, state: 'running' })
  assert.match((await get('/')).body, /<strong>Running<\/strong><span>watched by sense\.0/)
  assert.match((await get('/')).body, /<strong>0 records<\/strong><span>all is read</)
  parts.push({
    part: 'stage:signals.0',
    ok: false,
    state: 'waiting',
    code: 'HS_LOG_FENCED',
    message: 'Another process has taken over.',
  })
  const { body } = await get('/')
  assert.match(body, /<strong>Stuck<\/strong><span>stage:signals\.0/)
  assert.ok(body.includes('Another process has taken over. [HS_LOG_FENCED]'))
})

test('should say that others watch where the stages run elsewhere, and that nobody does', async () => {
  const { deps } = await createHouse()
  const readers = [{ reader: 'stage:sense', position: 1, lag: 3 }]
  const topics = async () => [{ topic: 'system.telemetry.raw', partition: 0, start: 0, end: 4, bytes: undefined, readers }]
  const elsewhere = await (await createApi({ ...deps, topics })).inject({ url: '/', headers: HOST })
  assert.match(elsewhere.body, /<strong>Running<\/strong><span>watched elsewhere by sense</)
  assert.match(elsewhere.body, /<strong>3 records<\/strong><span>sense 3</)
  const nobody = await (await createApi(deps)).inject({ url: '/', headers: HOST })
  assert.match(nobody.body, /<strong>Absent<\/strong><span>no stage is known to watch</)
})

test('should name the trouble in the place of what cannot be read', async () => {
  const { deps } = await createHouse()
  const api = await createApi({
    ...deps,
    reading: {
      select: async () => {
        throw new Error('no such table')
      },
    },
  })
  const { statusCode, body } = await api.inject({ url: '/', headers: HOST })
  assert.is(statusCode, 200)
  assert.ok(body.split('HS_INTERNAL').length > 4)
})

test('should allow the page its own files and routes, and nothing else', async () => {
  const { get } = await createHouse()
  const { headers, body } = await get('/')
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/)
  assert.not.match(policy, /unsafe|https?:|\*|data:|blob:/)
  assert.not.match(body, /<script(?![^>]*\ssrc="\/console\/)|<style|\sstyle="|\son\w+="/)
  assert.not.match(body, /(src|href)="(?!\/|#)/)
  assert.is(headers['x-content-type-options'], 'nosniff')
  assert.is(headers['cache-control'], 'no-store')
})

test('should serve every file that the page asks for, and nothing beside the page', async () => {
  const { api, get } = await createHouse()
  const { body } = await get('/')
  const seen = new Set<string>()
  const wanted = [...body.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path]) => String(path))
  let [library, own] = [0, gzipSync(body).length]
  for (const path of wanted) {
    if (seen.has(path)) continue
    seen.add(path)
    const answer = await api.inject({ url: path, headers: { ...HOST, 'accept-encoding': 'gzip' } })
    assert.is(answer.statusCode, 200, path)
    const text = gunzipSync(answer.rawPayload).toString()
    if (path.includes('uPlot')) library += answer.rawPayload.length
    else own += answer.rawPayload.length
    if (path.endsWith('.js') && !path.includes('uPlot'))
      wanted.push(
        ...[...text.matchAll(/^import .* from '(.+)'$/gm)].map(([, to]) => new URL(String(to), `http://x${path}`).pathname),
      )
    const plain = await api.inject({ url: path, headers: HOST })
    assert.is(plain.body, text)
    const again = await api.inject({ url: path, headers: { ...HOST, 'if-none-match': String(answer.headers.etag) } })
    assert.equal([again.statusCode, again.body], [304, ''])
  }
  assert.ok(seen.size > 15)
  assert.ok(own < 60_000, `${own} bytes without uPlot`)
  assert.ok(own + library < 100_000, `${own + library} bytes in all`)
  for (const path of [
    '/console/page-view.ts',
    '/console/../api/guard.ts',
    '/console/%2e%2e/api/guard.ts',
    '/console/shared/shapes.ts',
    '/console/',
  ])
    assert.is((await api.inject({ url: path, headers: HOST })).statusCode, 404, path)
})

test('should be compressed for whoever takes it, and refused to other hosts', async () => {
  const { api } = await createHouse()
  const { headers, rawPayload } = await api.inject({ url: '/', headers: { ...HOST, 'accept-encoding': 'gzip, br' } })
  assert.is(headers['content-encoding'], 'gzip')
  assert.match(gunzipSync(rawPayload).toString(), /^<!doctype html>/)
  assert.is((await api.inject({ url: '/', headers: { host: 'evil.example' } })).statusCode, 403)
})

test.run()
