import http from 'node:http'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listen } from '../../../projections/api/listen.ts'
import { createHouse } from '../../unit/projections/support/house.ts'
import { NOON } from '../../unit/projections/support/world.ts'

test('should send new and changed signals to everybody who listens', async () => {
  const { api, happen } = await createHouse()
  const base = await listen(api, '127.0.0.1', 0)
  const [one, two] = [await follow(base), await follow(base)]
  await happen.signals([{ id: 'a' }])
  await happen.signals([{ id: 'a', phase: 'cleared', at: NOON + 1 }, { id: 'b' }])
  for (const client of [one, two]) {
    const events = await client.events(3)
    assert.equal(events.map(({ data }) => `${data.id} ${data.open}`).sort(), ['a false', 'a true', 'b true'])
    assert.is(events.find(({ data }) => !data.open)?.data.raisedAt, '2026-01-31T12:00:00.000Z')
  }
  await api.close()
  await Promise.all([one.ended, two.ended])
})

test('should go on where a client left off', async () => {
  const { api, happen } = await createHouse()
  const base = await listen(api, '127.0.0.1', 0)
  const first = await follow(base)
  await happen.signals([{ id: 'a' }])
  const [seen] = await first.events(1)
  first.leave()
  await happen.signals(Array.from({ length: 700 }, (_, i) => ({ id: `b${i}`, at: NOON + 1 + i })))
  const again = await follow(base, { 'last-event-id': seen?.id ?? '' })
  await happen.signals([{ id: 'c', at: NOON + 5_000 }])
  const ids = (await again.events(701)).map(({ data }) => data.id)
  assert.is(ids.length, 701)
  assert.equal(new Set(ids), new Set([...Array.from({ length: 700 }, (_, i) => `b${i}`), 'c']))
  await api.close()
})

test('should refuse a client too many and a cursor that it did not give out', async () => {
  const { api } = await createHouse()
  const base = await listen(api, '127.0.0.1', 0)
  assert.equal(await refusal(base, { 'last-event-id': 'yesterday' }), [400, 'HS_CURSOR_INVALID'])
  const clients = await Promise.all(Array.from({ length: 100 }, () => follow(base)))
  assert.equal(await refusal(base, {}), [503, 'HS_STREAM_FULL'])
  clients[0]?.leave()
  await clients[0]?.ended
  const next = await retryUntilFollowed(base)
  next.leave()
  await api.close()
})

interface Event {
  readonly id: string
  readonly data: { readonly id: string; readonly open: boolean; readonly raisedAt: string }
}

interface Client {
  /** The first `count` events, once they are there. */
  events(count: number): Promise<Event[]>
  leave(): void
  readonly ended: Promise<void>
}

/** Resolves when the server has answered. */
function follow(base: string, headers: Record<string, string> = {}): Promise<Client> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${base}/signals/stream`, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(String(response.statusCode)))
      const events: Event[] = []
      let waiting = () => {}
      let rest = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const lines = new Map(block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]))
          if (lines.get('event') === 'signal')
            events.push({ id: lines.get('id') ?? '', data: JSON.parse(lines.get('data') ?? '') })
        }
        waiting()
      })
      const ended = new Promise<void>((end) => response.on('close', end))
      response.on('error', () => {}) // the server ends it
      resolve({
        ended,
        leave: () => request.destroy(),
        events: (count) =>
          new Promise((done) => {
            waiting = () => {
              if (events.length >= count) done(events.slice(0, count))
            }
            waiting()
          }),
      })
    })
    request.on('error', reject)
  })
}

/** The server notices that a client has left a moment after the client knows. */
async function retryUntilFollowed(base: string): Promise<Client> {
  for (;;) {
    const client = await follow(base).catch(() => undefined)
    if (client) return client
  }
}

async function refusal(base: string, headers: Record<string, string>): Promise<[number, string]> {
  const answer = await fetch(`${base}/signals/stream`, { headers })
  const body = (await answer.json()) as { code: string } // problem+json
  return [answer.status, body.code]
}

test.run()
