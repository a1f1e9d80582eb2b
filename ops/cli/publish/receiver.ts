import { acceptFrames } from '../../../connectors/sources/http/accept-frames.ts'
import { parseBody } from '../../../connectors/sources/http/parse-body.ts'
import { logSink } from '../../../connectors/sources/log-sink.ts'
import { TENANT } from '../../../projections/api/reading.ts'
import type { Connection } from '../../app/connection/connection.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { requireRunning } from '../instance/require-running.ts'
import type { Batch } from './batches.ts'
import { located, type SendOptions, sendBatch } from './send-batch.ts'

/** Makes a batch durable and tells how many frames it had. */
export type Receiver = (batch: Batch, options: SendOptions) => Promise<number>

/**
 * Gives `work` whoever takes telemetry: the API of the process on the data folder, or in a cluster the log itself, because any process
 * may write there.
 * @throws HS_NOT_RUNNING, and what keeps the cluster from being reached
 */
export async function withReceiver<T>(connection: Connection, work: (receive: Receiver) => Promise<T>): Promise<T> {
  if (connection.kind === 'embedded') {
    const { url } = requireRunning(connection.data)
    return work((batch, options) => sendBatch(url, batch, options))
  }
  const { log, codec } = await openInstallation(connection, stages)
  try {
    const sink = logSink({ log, codec, tenant: TENANT })
    return await work(async ({ firstLine, lines }) => {
      try {
        const frames = acceptFrames(parseBody(Buffer.from(lines.join('\n')), 'application/x-ndjson'), Date.now())
        await sink.publish(frames)
        return frames.length
      } catch (error) {
        throw located(error, firstLine)
      }
    })
  } finally {
    await log.close()
  }
}
