import type { ISocketFactory } from 'kafkajs'

/**
 * The connections of one transactional producer, which never has a second one to its coordinator: kafkajs connects again unseen, and may so
 * begin a transaction behind one that the coordinator has forgotten when it crashed. Such a transaction, if it was aborted, would take
 * the records of the forgotten one with it.
 */
export interface CoordinatorLine {
  readonly socketFactory: ISocketFactory
  /** Told what was answered and by which broker, as `host:port`: that is how it knows who coordinates. */
  answered(apiName: string, broker: string): void
  /** True when the connection to the coordinator has ended: the producer is of no more use. */
  isCut(): boolean
}

export function coordinatorLine(connect: ISocketFactory): CoordinatorLine {
  const ended = new Set<string>()
  let coordinator: string | undefined

  function isCut(): boolean {
    return coordinator !== undefined && ended.has(coordinator)
  }

  return {
    isCut,
    socketFactory(options) {
      const address = `${options.host}:${options.port}`
      if (isCut() && address === coordinator) throw new Error('The connection to the coordinator of this producer has ended.')
      const socket = connect(options)
      ended.delete(address)
      socket.once('close', () => ended.add(address))
      return socket
    },
    answered(apiName, broker) {
      if (apiName === 'InitProducerId' || apiName === 'EndTxn') coordinator = broker
    },
  }
}
