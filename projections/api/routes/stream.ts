import type { ServerResponse } from 'node:http'
import { Type } from '@sinclair/typebox'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { signalsTable } from '../../models/signals.ts'
import type { Row } from '../../table/table.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { type Reading, TENANT } from '../reading.ts'
import type { SignalFeed } from '../signal-feed.ts'
import { signalView } from '../signal-view.ts'
import type { Api } from '../type-provider.ts'

/**
 * New and changed signals as server-sent events. The id of an event is a cursor: a client that comes back with Last-Event-ID gets what
 * changed since, by event time; a change may be sent twice, never is one left out that the client's cursor does not cover.
 */
export function streamRoutes(api: Api, reading: Reading, feed: SignalFeed): void {
  const clients = new Set<ServerResponse>()
  const heartbeat = setInterval(() => {
    for (const client of clients) send(client, ': still here\n\n')
  }, HEARTBEAT_MS)
  heartbeat.unref()
  api.addHook('preClose', async () => {
    clearInterval(heartbeat)
    for (const client of clients) client.end()
  })

  const schema = {
    summary: 'New and changed signals (server-sent events)',
    response: { 200: { description: 'One event a signal', content: { 'text/event-stream': { schema: Type.String() } } } },
  }
  api.get('/signals/stream', { schema }, async (request, reply) => {
    if (clients.size >= MOST_CLIENTS) throw new HomeostatError('HS_STREAM_FULL', { value: clients.size, limit: MOST_CLIENTS })
    const given = request.headers['last-event-id']
    const cursor = given === undefined ? undefined : readCursor(String(given), ['number', 'string'])
    const client = reply.hijack().raw
    client.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    client.write('retry: 2000\n\n')
    clients.add(client)
    // Before the look back: what changes meanwhile is sent twice rather than not at all.
    const unsubscribe = feed.subscribe((rows) => send(client, rows.map(eventOf).join('')))
    client.on('close', () => {
      clients.delete(client)
      unsubscribe()
    })
    if (cursor) await lookBack(client, cursor).catch(() => client.destroy()) // the client comes back with the same cursor
  })

  async function lookBack(client: ServerResponse, cursor: readonly (string | number)[]): Promise<void> {
    let after = cursor
    for (;;) {
      const rows = await reading.select(TENANT, { table: signalsTable, where: [], order: ['at', 'id'], after, limit: PAGE })
      send(client, rows.map(eventOf).join(''))
      const last = rows.at(-1)
      if (rows.length < PAGE || last === undefined || client.destroyed) return
      after = [Number(last.at), String(last.id)]
    }
  }
}

const HEARTBEAT_MS = 15_000
const MOST_CLIENTS = 100
const PAGE = 500
/** A client that reads so slowly that this much waits for it is let go; it comes back with its cursor. */
const MOST_WAITING_BYTES = 2_000_000

function send(client: ServerResponse, text: string): void {
  if (text === '' || client.destroyed) return
  client.write(text)
  if (client.writableLength > MOST_WAITING_BYTES) client.destroy()
}

function eventOf(row: Row): string {
  const id = writeCursor([row.at ?? null, row.id ?? null])
  return `id: ${id}\nevent: signal\ndata: ${JSON.stringify(signalView(row))}\n\n`
}
