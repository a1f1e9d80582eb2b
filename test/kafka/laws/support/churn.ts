import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChurnReport, proveChurn } from '../../../../ops/prove/churn.ts'
import { seededRandom } from '../../../../ops/prove/seeded-random.ts'
import { startKafka } from '../../../support/kafka/start-kafka.ts'

/** A short churn: one member comes and goes, one of the others stands still for longer than the session. */
export async function churn(unfenced: boolean): Promise<{ report: ChurnReport; told: string }> {
  const kafka = await startKafka()
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-churn-'))
  const said: string[] = []
  try {
    const report = await proveChurn({
      folder,
      cluster: { brokers: kafka.brokers, registry: kafka.registry, partitions: 2, sessionMs: 2_000 },
      frames: 12_000,
      sources: 8,
      slowMs: 2_500,
      rounds: 1,
      everyMs: 2_000,
      unfenced,
      random: seededRandom(3),
      say: (line) => said.push(line),
    })
    return { report, told: [...said, ...report.complaints].join('\n') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await kafka.stop()
  }
}
