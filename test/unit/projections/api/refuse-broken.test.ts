import { once } from 'node:events'
import net from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listen } from '../../../../projections/api/listen.ts'
import { createHouse } from '../support/house.ts'

const { api } = await createHouse()
const { port } = new URL(await listen(api, '127.0.0.1', 0))
test.after(() => api.close())

/** What is answered to bytes on the wire until the server hangs up. */
async function answerTo(bytes: string): Promise<{ head: string; body: { code: string; detail: string } }> {
  const socket = net.connect(Number(port), '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(bytes)
  await once(socket, 'close')
  const [head, body] = text.split('\r\n\r\n')
  return { head, body: JSON.parse(body) }
}

test('should answer what is no HTTP with a problem, and hang up', async () => {
  for (const bytes of ['this is no HTTP\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00', 'GET / HTTP/9.9\r\n\r\n']) {
    const { head, body } = await answerTo(bytes)
    assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/)
    assert.is(body.code, 'HS_REQUEST_INVALID')
  }
})

test('should refuse a method that HTTP does not have with the methods that there are', async () => {
  const { head, body } = await answerTo('BREW /signals HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
  assert.match(head, /^HTTP\/1\.1 405 Method Not Allowed\r\n(.*\r\n)*allow: GET, HEAD, POST\r\n/)
  assert.is(body.code, 'HS_METHOD_NOT_ALLOWED')
})

test('should name headers that are too large', async () => {
  const { body } = await answerTo(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`)
  assert.is(body.detail, 'The headers of the request are too large.')
})

test.run()
