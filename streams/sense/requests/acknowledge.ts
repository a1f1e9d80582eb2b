import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { AcknowledgeRequested } from '../../../schemas/generated/records.ts'
import { InsightSignals } from '../../../schemas/topics.ts'
import type { Check } from './answer-request.ts'
import { openSignal } from './open-signal.ts'

/**
 * Somebody has seen an open signal.
 * @throws HS_SIGNAL_NOT_OPEN, HS_SIGNAL_ACKNOWLEDGED
 */
export const acknowledge: Check<AcknowledgeRequested> = ({ signal, note, by }, ctx) => {
  const { episode, member } = openSignal(signal, ctx)
  if (member.acknowledged) throw new HomeostatError('HS_SIGNAL_ACKNOWLEDGED', { value: signal })
  return () => {
    member.acknowledged = true
    const marked = { id: signal, at: ctx.at, mark: 'acknowledged', by, note, until: null } as const
    ctx.emit(InsightSignals, 'SignalMarked', marked, { key: `${ctx.key}/${episode.source}` })
  }
}
