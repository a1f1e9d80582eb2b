import { Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { Finding } from '../../../schemas/generated/records.ts'
import { InsightSignals, SenseFindings, SenseRequests } from '../../../schemas/topics.ts'
import type { Decider } from '../../../streams/runtime/api/decider.ts'
import { deciderProcessor } from '../../../streams/runtime/api/decider-processor.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { simFinding } from './sim-finding.ts'

interface Ledger {
  readonly heard: number
  readonly total: number
}

interface Heard {
  readonly finding: Finding
  readonly heard: number
}

const Config = configSchema({
  /** Defects block keys until a request comes, so they only belong where requests do. */
  defects: Type.Boolean({ default: false, description: 'Every thirteenth command of a key hits a defect.' }),
})

const ledger: Decider<Ledger, Finding, Heard> = {
  initial: () => ({ heard: 0, total: 0 }),
  decide(finding, { heard }) {
    if (finding.value < 0) throw new HomeostatError('HS_PROCESSOR_FAILED', { value: finding.value, limit: 0 })
    return [{ finding, heard: heard + 1 }]
  },
  evolve: ({ total }, { finding, heard }) => ({ heard, total: total + finding.value }),
}

const signals = (defects: boolean) =>
  deciderProcessor<Ledger, Finding, Heard, typeof Config.properties>({
    name: 'ledger',
    reads: [SenseFindings],
    writes: [InsightSignals],
    config: Config,
    decider: ledger,
    commands: { Finding: (finding) => finding },
    publish({ finding, heard }, ctx) {
      const hint = `${heard} ${finding.hint}`
      ctx.emit(InsightSignals, 'Signal', { ...finding, hint, id: ctx.nextId(), held: null })
      if (defects && finding.at % 13 === 0) throw new Error('defect')
    },
    refuse({ code, value }, finding, ctx) {
      const refusal = simFinding(finding.source, finding.at, Number(value), `${code} ${finding.hint}`)
      ctx.emit(InsightSignals, 'Signal', { ...refusal, id: ctx.nextId(), held: 'refused' })
    },
  })

/**
 * Decides on what the telemetry stage finds. Its outputs do not depend on when ticks and requests come between the findings: so they
 * can be compared although the findings of a simulation arrive at other times than those of an undisturbed run.
 */
export function simDecisionStage(defects: boolean): Stage {
  return {
    name: 'simdecision',
    module: import.meta.url,
    side: 'decision',
    processors: [signals(defects)],
    lifeCycle: [SenseFindings],
    requests: SenseRequests,
    config: { ledger: { defects } },
  }
}
