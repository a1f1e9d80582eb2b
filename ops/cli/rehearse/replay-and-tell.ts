import type { Log, NewRecord } from '../../../streams/runtime/log/log.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'
import { compareOutputs, type OutputChange } from '../../rehearse/compare-outputs.ts'
import { RecordedEpochs } from '../../rehearse/recorded-epochs.ts'
import { type ReplayOptions, replayTask } from '../../rehearse/replay.ts'
import { howMany } from '../format/how-many.ts'
import type { StageTask } from '../instance/tasks-of.ts'
import { summary } from '../tail/summary.ts'
import { tailed } from '../tail/tailed.ts'
import { toJson } from '../tail/to-json.ts'
import type { Terminal } from '../terminal.ts'
import { describeDifference } from './describe-difference.ts'

export interface Telling extends ReplayOptions {
  readonly compare: boolean
  /** As it goes on; the replay itself is of a log that does not. */
  readonly log: Log
  readonly json: boolean
  readonly interrupted: AbortSignal
}

/** How many outputs came out, and how many are not as recorded. */
export interface Counts {
  outputs: number
  changed: number
  /** Came out and are not recorded. */
  added: number
  /** Are recorded and did not come out. */
  missing: number
}

/** Replays one task and prints each output, or, comparing, each difference; then one line that counts them. */
export async function replayAndTell(
  { stage, partition }: StageTask,
  ports: Ports,
  options: Telling,
  terminal: Terminal,
): Promise<Counts> {
  const { compare, log, json, interrupted } = options
  const counts: Counts = { outputs: 0, changed: 0, added: 0, missing: 0 }
  const recorded = compare ? await RecordedEpochs.read(stage, partition, { ...ports, log }) : undefined
  for await (const { epoch, outputs, inRange } of replayTask(stage, partition, ports, options)) {
    if (interrupted.aborted) break
    const expected = epoch && recorded?.take(epoch)
    if (!inRange || (compare && expected === undefined)) continue
    if (epoch && expected) for (const change of compareOutputs(epoch.n, outputs, expected, ports.codec)) tell(change)
    for (const output of outputs) {
      if (!compare) terminal.out(shown(output))
      counts.outputs++
    }
  }
  const task = `${stage.name}.${partition}`
  if (json) terminal.out(toJson({ task, ...counts }))
  else terminal.err(describeCounts(task, counts, compare))
  return counts

  function tell({ kind, difference }: OutputChange): void {
    counts[kind]++
    terminal.out(json ? toJson({ kind, ...difference }) : describeDifference(difference))
  }

  function shown(output: NewRecord): string {
    const record = { offset: counts.outputs, arrival: 0, key: output.key, value: output.value, headers: output.headers ?? {} }
    const decoded = tailed(output.topic, partition, record, ports.codec)
    return json ? toJson(decoded) : `${output.topic}  ${summary(decoded, Number.POSITIVE_INFINITY)}`
  }
}

function describeCounts(task: string, { outputs, changed, added, missing }: Counts, compare: boolean): string {
  const head = `${task}: ${howMany(outputs, 'output')}`
  if (!compare) return head
  return changed + added + missing === 0
    ? `${head}, all as recorded`
    : `${head}, ${changed} changed, ${added} new, ${missing} missing`
}
