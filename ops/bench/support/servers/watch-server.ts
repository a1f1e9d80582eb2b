import type { Finding, Signal } from '../../../../schemas/generated/records.ts'
import type { Processor } from '../../../../streams/runtime/api/processor.ts'
import { signalsStage } from '../../../../streams/sense/signals-stage.ts'
import { detectorRig } from '../../../analyze/detector-rig.ts'
import { standaloneContext } from '../../../analyze/standalone-context.ts'

export interface Watched {
  /** One a row: the sum over metrics of the score of the strongest alarm that is open there. */
  readonly scores: Float64Array
  /** Rows in which alarms were raised, and how many. */
  readonly alarms: Float64Array
  /** Rows in which somebody would have been called, and how often: what the alarm budget let through. */
  readonly calls: Float64Array
}

/**
 * The detectors and the alarm budget over the rows of one server, in their order: what they would have said at the time. The server is an
 * installation of its own. Timers never come due, so that silence is not seen.
 *
 * @param rows    one value a metric
 * @param stepMs  from one row to the next
 */
export function watchServer(processors: readonly Processor[], rows: readonly Float64Array[], stepMs: number): Watched {
  const detect = detectorRig(processors)
  const budget = callBudget()
  const names = Array.from(rows[0] ?? [], (_, column) => `metric_${column + 1}`)
  const open = new Map<string, Finding>()
  const watched = {
    scores: new Float64Array(rows.length),
    alarms: new Float64Array(rows.length),
    calls: new Float64Array(rows.length),
  }
  rows.forEach((values, row) => {
    for (const finding of detect({ source: 'server', at: BEGIN + stepMs * row, names, values, labels: {} })) {
      const key = `${finding.metric} ${finding.method}`
      if (finding.phase === 'raised') {
        open.set(key, finding)
        watched.alarms[row] += 1
      } else open.delete(key)
      watched.calls[row] += budget(finding)
    }
    watched.scores[row] = sumOfMetrics(open.values())
  })
  return watched
}

/** A Monday in UTC. */
const BEGIN = Date.UTC(2024, 0, 1)

function sumOfMetrics(findings: Iterable<Finding>): number {
  const best = new Map<string, number>()
  for (const { metric, score } of findings) best.set(metric, Math.max(best.get(metric) ?? 0, score))
  return [...best.values()].reduce((sum, score) => sum + score, 0)
}

/** How many of the signals that a finding gives call somebody. */
function callBudget(): (finding: Finding) => number {
  const [alarmBudget] = signalsStage.processors
  let ids = 0
  let calls = 0
  const context = {
    ...standaloneContext(alarmBudget, 'default', () => {}),
    nextId: () => String(++ids),
    emit: (_: unknown, type: string, value: unknown) => {
      const { phase, held } = value as Signal // compared in the next line
      if (type === 'Signal' && phase === 'raised' && held === null) calls += 1
    },
  }
  return (finding) => {
    const before = calls
    alarmBudget.on.Finding?.(finding, { ...context, at: finding.at, now: finding.at })
    return calls - before
  }
}
