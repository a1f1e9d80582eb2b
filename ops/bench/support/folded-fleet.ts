import { SystemTelemetryRaw } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { Fold } from '../../../streams/runtime/fold/fold.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import type { Installation } from '../../app/open-installation.ts'

/** A stage's fold over all telemetry of a log, without a task; its outputs are dropped. */
export async function foldedFleet(stage: Stage, { log, codec }: Installation): Promise<Fold> {
  const fold = new Fold(stage, { logId: log.id, codec, partition: 0 })
  const input = fold.inputs.findIndex(({ name }) => name === SystemTelemetryRaw.name)
  fold.outbox.silent = true
  fold.startEpoch(1)
  for await (const record of readAll(log, SystemTelemetryRaw.name, 0)) fold.apply(input, record)
  fold.takeWelcomes()
  return fold
}
