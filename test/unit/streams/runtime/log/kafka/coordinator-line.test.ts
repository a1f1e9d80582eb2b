import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { coordinatorLine } from '../../../../../../streams/runtime/log/kafka/coordinator-line.ts'

test('should refuse a second connection to the coordinator once the first has ended, and to no other broker', async () => {
  const [coordinator, other] = [await listening(), await listening()]
  const line = coordinatorLine(({ host, port, onConnect }) => connect({ host, port }, onConnect))
  const open = (server: Server) => line.socketFactory({ host: HOST, port: portOf(server), ssl: {}, onConnect: () => {} })
  const first = open(coordinator)
  const beside = open(other)
  line.answered('InitProducerId', `${HOST}:${portOf(coordinator)}`)
  line.answered('Produce', `${HOST}:${portOf(other)}`)
  await end(beside)
  assert.not(line.isCut())
  const again = open(other)
  await end(first)
  assert.ok(line.isCut())
  assert.throws(() => open(coordinator), /has ended/)
  await Promise.all([end(again), end(open(other))])
  coordinator.close()
  other.close()
})

test('should believe in the coordinator that has ended a transaction last', async () => {
  const server = await listening()
  const line = coordinatorLine(({ host, port, onConnect }) => connect({ host, port }, onConnect))
  line.answered('InitProducerId', 'elsewhere:1')
  const socket = line.socketFactory({ host: HOST, port: portOf(server), ssl: {}, onConnect: () => {} })
  line.answered('EndTxn', `${HOST}:${portOf(server)}`)
  assert.not(line.isCut())
  await end(socket)
  assert.ok(line.isCut())
  server.close()
})

test.run()

const HOST = '127.0.0.1'

async function listening(): Promise<Server> {
  const server = createServer((socket) => socket.resume()).listen(0, HOST)
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return address.port
}

async function end(socket: Socket): Promise<void> {
  socket.destroy()
  await once(socket, 'close')
}
