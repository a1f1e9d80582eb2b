import type { Connection } from '../../../../ops/app/connection/connection.ts'
import { openInstallation } from '../../../../ops/app/open-installation.ts'
import { stages } from '../../../../ops/app/stages.ts'
import { SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { readAll } from '../../../../streams/runtime/state/read-all.ts'
import type { JsonFrame } from './client.ts'

/** The frames that stand in the log of a data folder or a cluster, in their order. */
export async function rawFrames(data: string | Connection): Promise<JsonFrame[]> {
  const { log, codec } = await openInstallation(data, stages, { readOnly: true })
  const frames: JsonFrame[] = []
  for await (const { value } of readAll(log, SystemTelemetryRaw.name, 0)) {
    if (value === null) continue
    const decoded = codec.decode(value)
    if (decoded.type !== 'Frame') continue
    const { source, at, names, values } = decoded.value
    frames.push({ source, at, metrics: Object.fromEntries(names.map((name, index) => [name, values[index]])) })
  }
  await log.close()
  return frames
}
