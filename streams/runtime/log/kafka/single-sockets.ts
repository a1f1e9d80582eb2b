import { connection, type SocketConnection } from './fetch/kafkajs-internals.ts'

const opensSocket = connection.connect
const opening = new WeakMap<SocketConnection, Promise<boolean>>()

/**
 * Lets who connects while a connection is being made wait for that one. A connection of kafkajs 2.2.4 opens a socket for each of them and
 * knows the last one alone: nobody ends the others, and a process lives on until the broker does, ten minutes later. May be called again;
 * holds for the whole process.
 */
export function singleSockets(): void {
  connection.connect = connectOnce
}

function connectOnce(this: SocketConnection): Promise<boolean> {
  const underWay = opening.get(this)
  if (underWay !== undefined) return underWay
  const connecting = opensSocket.call(this)
  const over = () => {
    if (opening.get(this) === connecting) opening.delete(this)
  }
  opening.set(this, connecting)
  connecting.then(over, over)
  this.socket?.once('close', over) // a socket that ends while it is opened may never be told to who waits
  return connecting
}
