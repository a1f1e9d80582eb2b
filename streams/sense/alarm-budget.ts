import { ControlAnswers, ControlRequests, InsightSignals, SenseFindings } from '../../schemas/topics.ts'
import { processor } from '../runtime/api/processor.ts'
import { AlarmBudgetConfig } from './alarm-budget-config.ts'
import { abandonEpisodes, clearFinding, raiseFinding } from './budget-episodes.ts'
import { budgetState } from './budget-state.ts'
import { acknowledge } from './requests/acknowledge.ts'
import { answerRequest } from './requests/answer-request.ts'
import { reportFalseAlarm, withdrawFalseAlarm } from './requests/false-alarm.ts'
import { endMute, endMuteInTime, mute } from './requests/mute.ts'

const EXPIRY = 'expiry'

/**
 * Decides which findings call a person. Every finding becomes a signal; those that are held back carry the reason. What was raised is
 * cleared under the same id and with the same mark; the leading signal of an episode only when every method sees its end. What people
 * say of signals (mutes, acknowledgements, false alarms) changes what is told next.
 *
 * Findings and requests are keyed by tenant, so the budget of an installation is one state.
 */
export const alarmBudget = processor({
  name: 'alarm-budget',
  reads: [SenseFindings, ControlRequests],
  writes: [InsightSignals, ControlAnswers],
  config: AlarmBudgetConfig,
  state: budgetState,
  on: {
    Finding(finding, ctx) {
      if (finding.phase === 'raised') raiseFinding(finding, ctx)
      else if (finding.phase === 'cleared') clearFinding(finding, ctx)
      if (ctx.state.episodes.size > 0) ctx.wakeAt(EXPIRY, ctx.at + ctx.config.forgetMs)
    },
    MuteRequested: (request, ctx) => answerRequest('MuteRequested', request, ctx, mute),
    UnmuteRequested: (request, ctx) => answerRequest('UnmuteRequested', request, ctx, endMute),
    AcknowledgeRequested: (request, ctx) => answerRequest('AcknowledgeRequested', request, ctx, acknowledge),
    FalseAlarmReported: (request, ctx) => answerRequest('FalseAlarmReported', request, ctx, reportFalseAlarm),
    FalseAlarmWithdrawn: (request, ctx) => answerRequest('FalseAlarmWithdrawn', request, ctx, withdrawFalseAlarm),
    Timer({ name }, ctx) {
      if (name !== EXPIRY) return endMuteInTime(name, ctx)
      abandonEpisodes(ctx)
      if (ctx.state.episodes.size > 0) ctx.wakeAt(EXPIRY, ctx.at + ctx.config.forgetMs)
    },
  },
})
