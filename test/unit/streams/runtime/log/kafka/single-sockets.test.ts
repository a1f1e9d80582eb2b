import { createServer, type Socket } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { clientConfig } from '../../../../../../streams/runtime/log/kafka/client.ts'
import { kafkajsInternals } from '../../../../../../streams/runtime/log/kafka/fetch/kafkajs-internals.ts'
import { metadata } from '../../../../../../streams/runtime/log/kafka/fetch/metadata.ts'

/** Takes connections, answers nothing, and says when so many requests have come. */
async function silentBroker(wanted: number) {
  const sockets: Socket[] = []
  let requests = 0
  let told = () => {}
  const asked = new Promise<void>((resolve) => {
    told = resolve
  })
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined) // the test ends it
    let bytes = Buffer.alloc(0)
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more])
      for (; bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0); requests++)
        bytes = bytes.subarray(4 + bytes.readInt32BE(0))
      if (requests >= wanted) told()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const end = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { port, asked, sockets, end }
}

async function connectionTo(port: number) {
  const internals = kafkajsInternals(clientConfig({ brokers: [`127.0.0.1:${port}`] }, () => undefined, Date.now))
  const { connectionPool } = await internals.broker({ host: '127.0.0.1', port })
  return () => connectionPool.send(metadata([])).catch((error: unknown) => error)
}

test('should open one socket for all who want to send at the same time', async () => {
  const broker = await silentBroker(10)
  const send = await connectionTo(broker.port)
  const answers = Array.from({ length: 10 }, send)
  await broker.asked
  assert.is(broker.sockets.length, 1)
  broker.end()
  for (const answer of await Promise.all(answers)) assert.instance(answer, Error)
})

test('should open another one when the first is lost', async () => {
  const broker = await silentBroker(2)
  const send = await connectionTo(broker.port)
  const first = send()
  while (broker.sockets.length === 0) await new Promise(setImmediate)
  broker.sockets[0].destroy()
  assert.instance(await first, Error)
  const others = [send(), send()]
  await broker.asked
  assert.is(broker.sockets.length, 2)
  broker.end()
  await Promise.all(others)
})

test('should tell all who wait when nobody can be connected', async () => {
  const broker = await silentBroker(1)
  broker.end()
  const send = await connectionTo(broker.port)
  for (const answer of await Promise.all([send(), send(), send()])) assert.match(String(answer), 'ECONNREFUSED')
})

test.run()
