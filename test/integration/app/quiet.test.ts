import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readInstallation } from '../../../ops/cli/instance/read-installation.ts'
import { listMutes } from '../../../ops/cli/requests/list-mutes.ts'
import { run } from '../../../ops/cli/run.ts'
import type { MuteView } from '../../../projections/api/routes/mutes.ts'
import type { SignalView } from '../../../projections/api/signal-view.ts'
import { shop } from '../../browser/support/shop.ts'
import { fakeTerminal } from '../../unit/ops/cli/fake-terminal.ts'
import { verifyAll } from '../laws/support/verify-all.ts'
import { request } from '../ordeal/support/request.ts'
import { type RunningApp, runApp, scratchFolder } from '../ordeal/support/running-app.ts'
import { until } from '../ordeal/support/until.ts'

const folder = scratchFolder()
test.after(folder.remove)

test('should answer what is asked of signals with what the stage says, and show it', async () => {
  const { app, client } = await runApp(folder.path)
  const { send, signal } = talk({ app, client })
  await client.send(shop('shop-a', Date.now(), 400, 20))
  const seen = await signal('shop-a', ({ held }) => held === null)

  const path = `/signals/${seen.id}`
  const acknowledged = await send('POST', `${path}/acknowledge`, { by: 'ann', note: 'on it', id: 'ack-1' })
  assert.equal([acknowledged.status, acknowledged.body], [200, { request: 'ack-1', state: 'accepted', look: path }])
  assert.equal((await send('POST', `${path}/acknowledge`, { by: 'ann', note: 'on it', id: 'ack-1' })).status, 200)
  const twice = await send('POST', `${path}/acknowledge`, { by: 'bob' })
  assert.equal([twice.status, twice.body.code, twice.body.value], [409, 'HS_SIGNAL_ACKNOWLEDGED', seen.id])
  const shown = await signal('shop-a', (one) => one.id === seen.id && one.acknowledged !== null)
  assert.equal([shown.acknowledged?.by, shown.acknowledged?.note, shown.open], ['ann', 'on it', true])

  assert.is((await send('POST', `${path}/false-alarm`, { by: 'ann', note: 'a sale' })).status, 200)
  const closed = await signal('shop-a', (one) => one.id === seen.id && one.falseAlarm !== null)
  assert.equal([closed.open, closed.falseAlarm?.note, closed.acknowledged?.by], [false, 'a sale', 'ann'])
  assert.equal((await send('POST', `${path}/false-alarm`, {})).body.code, 'HS_SIGNAL_NOT_OPEN')
  assert.is((await send('DELETE', `${path}/false-alarm?by=ann`)).status, 200)
  await signal('shop-a', (one) => one.id === seen.id && one.falseAlarm === null)
  assert.equal((await send('DELETE', `${path}/false-alarm`)).body.code, 'HS_FALSE_ALARM_UNKNOWN')
  await app.stop()
})

test('should hold back what is muted and raise what still lasts when the mute ends', async () => {
  const { app, client } = await runApp(folder.path)
  const { send, signal } = talk({ app, client })
  const body = { source: 'shop-b*', metric: 'lat*', forMs: 3_600_000, reason: 'load test', by: 'ann', id: 'mute-1' }
  assert.equal((await send('POST', '/mutes', body)).body, { request: 'mute-1', state: 'accepted', look: '/mutes/mute-1' })
  await client.send(shop('shop-b', Date.now(), 400, 20))
  const muted = await signal('shop-b', ({ held }) => held === 'muted')
  const listed = await until('the mute is listed', async () => {
    const { mutes } = (await client.get('/mutes?open=true')).body as { mutes: MuteView[] }
    return mutes.length > 0 && mutes
  })
  assert.equal(
    listed.map(({ id, source, metric, reason, by, open, held }) => [id, source, metric, reason, by, open, held]),
    [['mute-1', 'shop-b*', 'lat*', 'load test', 'ann', true, null]],
  )
  assert.is((await send('DELETE', '/mutes/mute-1?by=bob')).status, 200)
  const raised = await signal('shop-b', ({ held, metric }) => held === null && metric === muted.metric)
  assert.is.not(raised.id, muted.id)
  const over = await until('the mute is over', async () => {
    const { body } = await client.get('/mutes/mute-1')
    return (body as MuteView).open ? undefined : (body as MuteView)
  })
  assert.equal([over.endedBy, over.held, over.raised], ['bob', 1, 1])
  assert.equal((await send('DELETE', '/mutes/mute-1')).body.code, 'HS_MUTE_UNKNOWN')
  await app.stop()
})

test('should refuse what cannot be asked, each with its name', async () => {
  const { app, client } = await runApp(folder.path)
  const { send } = talk({ app, client })
  const mute = { source: 'x', reason: 'why' }
  const asked: readonly [object, string][] = [
    [{ ...mute, until: '2020-01-01T00:00:00Z' }, 'HS_MUTE_PAST'],
    [{ ...mute, forMs: 31 * 86_400_000 }, 'HS_MUTE_TOO_LONG'],
    [{ ...mute, until: 'soon' }, 'HS_TIME_INVALID'],
    [mute, 'HS_BODY_MALFORMED'],
    [{ ...mute, until: '2100-01-01T00:00:00Z', forMs: 1 }, 'HS_BODY_MALFORMED'],
    [{ source: 'x', forMs: 1000 }, 'HS_REQUEST_INVALID'],
    [{ ...mute, forMs: 1000, id: '' }, 'HS_REQUEST_INVALID'],
    [{ ...mute, forMs: 1000, source: '' }, 'HS_REQUEST_INVALID'],
    [{ ...mute, forMs: 1000, tenant: 'other' }, 'HS_REQUEST_INVALID'],
  ]
  for (const [body, code] of asked) assert.is((await send('POST', '/mutes', body)).body.code, code, JSON.stringify(body))
  assert.is((await send('POST', '/signals/none/acknowledge', {})).body.code, 'HS_SIGNAL_NOT_OPEN')
  assert.is((await client.get('/mutes/none')).status, 404)
  await app.stop()
})

test('should keep what is asked while nothing runs for the next start', async () => {
  const asked = await ran('mute', 'shop-c', 'latency_p99', '--for', '2h', '--reason', 'night', '--by', 'ann', '--id', 'mute-2')
  assert.equal([asked.code, /not been decided yet/.test(asked.out)], [0, true], asked.out + asked.err)
  const { app, client } = await runApp(folder.path)
  await until('the mute is in force', async () => (await client.get('/mutes/mute-2')).status === 200)
  await app.stop()
  assert.match((await ran('mutes')).out, /mute-2 +shop-c +latency_p99 .* lasts until .* ann +night/)
  const { mutes } = JSON.parse((await ran('mutes', '--all', '--json')).out)
  assert.equal(
    mutes.map(({ id, ended }: { id: string; ended: unknown }) => [id, ended !== null]),
    [
      ['mute-1', true],
      ['mute-2', false],
    ],
  )
  const known = await readInstallation(folder.path, ({ log, codec }) => listMutes(log, codec))
  assert.is(known.length, 2)
  assert.is((await ran('mute', 'x', '--reason', 'y')).code, 2)
})

test('should derive all of that again, byte for byte', async () => {
  const reports = await readInstallation(folder.path, (installation) => verifyAll(installation))
  for (const { task, difference } of reports) assert.is(difference, undefined, task)
  assert.ok(reports.every(({ task, outputs }) => outputs > 0 || task === 'seasons.0')) // weeks of history are needed there
})

function talk({ app, client }: Pick<RunningApp, 'app' | 'client'>) {
  return {
    async send(method: string, path: string, body?: object) {
      const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      const { status, body: answer } = await request(`${app.url}${path}`, { method, ...content })
      return { status, body: answer as Record<string, unknown> }
    },
    /** The signal of a source that fits, as soon as it is there. */
    signal: (source: string, fits: (signal: SignalView) => boolean): Promise<SignalView> =>
      until(`a signal of ${source}`, async () => {
        const { status, body } = await client.get(`/signals?source=${source}&metric=latency_p99`)
        return status === 200 ? (body as { signals: SignalView[] }).signals.find(fits) : undefined
      }),
  }
}

async function ran(...args: string[]) {
  const terminal = fakeTerminal()
  const code = await run([...args, '--data', folder.path], terminal)
  return { code, out: terminal.said.join('\n'), err: terminal.complained.join('\n') }
}

test.run()
