import { stages as everyStage } from '../../../../ops/app/stages.ts'
import { tasksOf } from '../../../../ops/cli/instance/tasks-of.ts'
import { frozenLog } from '../../../../ops/rehearse/frozen-log.ts'
import { type VerifyOptions, type VerifyReport, verifyTask } from '../../../../ops/rehearse/verify.ts'
import type { Codec } from '../../../../schemas/codec/codec.ts'
import type { Stage } from '../../../../streams/runtime/api/stage.ts'
import type { Log } from '../../../../streams/runtime/log/log.ts'
import { systemClock } from '../../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../../streams/runtime/ports/failpoint.ts'
import { versionOf } from '../../../../streams/runtime/task/version.ts'

/** Derives everything that the stages of a log have put out again, as `homeostat verify` does. */
export async function verifyAll(
  { log, codec }: { log: Log; codec: Codec },
  options: VerifyOptions = {},
  stages: readonly Stage[] = everyStage,
): Promise<VerifyReport[]> {
  const ports = { log: await frozenLog(log), codec, clock: systemClock, failpoint: noFailpoint }
  const reports: VerifyReport[] = []
  for (const { stage, partition } of await tasksOf(ports.log, stages)) {
    reports.push(await verifyTask(stage, partition, versionOf(stage), ports, options))
  }
  return reports
}
