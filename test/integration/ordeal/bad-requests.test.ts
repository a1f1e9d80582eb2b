import net from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { badRequests } from './support/bad-requests.ts'
import type { JsonFrame } from './support/client.ts'
import { hardships } from './support/hardships.ts'
import { rawFrames } from './support/raw-frames.ts'
import { refusalOf } from './support/refusal-of.ts'
import { request } from './support/request.ts'
import { runApp, scratchFolder } from './support/running-app.ts'

const folder = scratchFolder()
const { app, client } = await runApp(folder.path)
test.after(folder.remove)

const now = Date.now()

test('should refuse every bad request with its code and write nothing of it', async () => {
  for (const { hardship, body, headers = {}, query = '' } of badRequests(frame('web-1', now))) {
    const answer = await request(`${app.url}/telemetry${query}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
    assert.is(refusalOf(answer), hardships[hardship].codes[0], hardship)
  }
  assert.is(await endOfRaw(), 0)
})

test('should guard what can be read like what can be written', async () => {
  const foreign = await request(`${app.url}/signals`, { headers: { host: 'evil.example:80' } })
  assert.is(refusalOf(foreign), hardships.foreignHost.codes[0])
  const page = await request(`${app.url}/signals`, { headers: { origin: 'null' } })
  assert.is(refusalOf(page), hardships.foreignOrigin.codes[0])
})

test('should write nothing of a body that breaks off', async () => {
  const { hostname, port } = new URL(app.url)
  const body = JSON.stringify(frame('web-1', now))
  const head = `POST /telemetry HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  await new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => socket.end(head + body.slice(0, -1)))
    socket.on('close', resolve).on('error', reject).resume()
  })
  assert.is(await endOfRaw(), 0, hardships.cutRequest.happens)
})

test('should take the names of prototypes for names', async () => {
  const metrics = Object.fromEntries([
    ['__proto__', 3],
    ['constructor', 4],
    ['toString', 5],
  ])
  assert.ok(Object.hasOwn(metrics, '__proto__'), hardships.proto.comes)
  await accepted([{ source: '__proto__', at: now, metrics }])
  await client.counted('__proto__')
  assert.equal(await client.samples('__proto__', '__proto__', 1), [[now, 3]])
  assert.equal(await client.samples('__proto__', 'constructor', 1), [[now, 4]])
  assert.is(Reflect.get({}, 'polluted'), undefined)
})

test('should count a frame once however often it comes, and whatever the later ones say', async () => {
  const first = frame('twice', now, 1)
  await accepted([first])
  await accepted([first])
  await accepted([frame('twice', now, 2), frame('twice', now + 1, 3), frame('twice', now + 1, 4)])
  await client.counted('twice', { repeated: 3 })
  assert.equal(
    await client.samples('twice', 'cpu_usage', 2),
    [
      [now, 1],
      [now + 1, 3],
    ],
    hardships.repeated.happens,
  )
})

test('should write a request once that comes again with its key, and refuse another body with that key', async () => {
  const body = JSON.stringify(frame('keyed', now))
  const first = await client.post(body, { 'idempotency-key': 'k1' })
  const again = await client.post(body, { 'idempotency-key': 'k1' })
  assert.is(first.status, 200)
  assert.equal(again.body, first.body, hardships.sameKey.happens)
  client.acknowledged.push(frame('keyed', now))
  const other = await client.post(JSON.stringify(frame('keyed', now + 1)), { 'idempotency-key': 'k1' })
  assert.is(refusalOf(other), hardships.keyReused.codes[0])
  assert.equal((await client.counted('keyed')).late, {})
})

test('should count what comes late within the grace, and nothing that is older', async () => {
  const times = [now - 200_000, now - 90_000, now, now - 59_000, now - 61_000, now - 150_000]
  for (const at of times) await accepted([frame('back', at)])
  await client.counted('back', { late: 2 })
  const counted = (await client.samples('back', 'cpu_usage', 4)).map(([at]) => at)
  assert.equal(counted, [now - 200_000, now - 90_000, now - 59_000, now], hardships.backwards.happens)
})

test('should have all that was acknowledged, in its order, and nothing else', async () => {
  await app.stop()
  assert.equal(await rawFrames(folder.path), client.acknowledged)
})

function frame(source: string, at: number, value = 1): JsonFrame {
  return { source, at, metrics: { cpu_usage: value } }
}

async function accepted(frames: readonly JsonFrame[]): Promise<void> {
  const { status, body } = await client.send(frames)
  assert.is(status, 200, JSON.stringify(body))
}

/** How many records were ever written to the raw telemetry. */
async function endOfRaw(): Promise<number | undefined> {
  const { topics } = (await client.get('/topics')).body as { topics: { topic: string; end: number }[] }
  return topics.find(({ topic }) => topic === 'system.telemetry.raw')?.end
}

test.run()
