import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrokerOptions, type Cluster, startBroker } from '../../../../ops/kafka/broker.ts'
import { skipUnlessKafka } from '../../../support/kafka/kafka-available.ts'

/** A broker of a test file's own, which it may kill. */
export interface FreshBroker extends Cluster {
  readonly folder: string
  /** Stops it and removes its data. */
  end(): Promise<void>
}

/** Ends the file as skipped where no broker can be started. */
export async function freshBroker(options: Partial<BrokerOptions> = {}): Promise<FreshBroker> {
  skipUnlessKafka()
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'homeostat-broker-'))
  const cluster = await startBroker({ heapMb: 256, ...options, folder })
  return {
    ...cluster,
    folder,
    async end() {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
