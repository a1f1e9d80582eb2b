import type { Codec } from '../../../schemas/codec/codec.ts'
import { DeadLetters, stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { inputsOf } from '../../../streams/runtime/api/stage.ts'
import { outputSource } from '../../../streams/runtime/fold/outbox.ts'
import type { StoredRecord } from '../../../streams/runtime/log/log.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'
import { readEpochs } from '../../../streams/runtime/state/history.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'
import { verifyTask } from '../../rehearse/verify.ts'
import type { Universe } from '../universe.ts'

/** What a stage has said into a topic, in order. */
export async function outputsOf(
  { log, codec }: Pick<Ports, 'log' | 'codec'>,
  stage: Stage,
  topic: string,
): Promise<StoredRecord[]> {
  const outputs: StoredRecord[] = []
  for await (const record of readAll(log, topic, 0)) if (hasSaid(stage, topic, record, codec)) outputs.push(record)
  return outputs
}

/** Whether a record of this topic comes from this stage; letters alone do not say it in their headers. */
export function hasSaid({ name }: Stage, topic: string, { headers, value }: StoredRecord, codec: Codec): boolean {
  if (topic !== DeadLetters.name) return headers.ce_source?.startsWith(outputSource(name, 0, '')) ?? false
  const letter = value && codec.decode(value)
  return letter?.type === 'DeadLetter' && letter.value.stage === name
}

/** The first output that differs from what the undisturbed run has said; undefined when none does. */
export function compareOutputs(
  codec: Codec,
  topic: string,
  disturbed: readonly StoredRecord[],
  undisturbed: readonly StoredRecord[],
): string | undefined {
  const length = Math.max(disturbed.length, undisturbed.length)
  for (let n = 0; n < length; n++) {
    const [there, here] = [disturbed[n], undisturbed[n]].map((record) => record && shown(record, codec))
    if (there !== here) return `${topic}: output ${n} of ${disturbed.length} (${undisturbed.length}) is ${there}, not ${here}`
  }
  return undefined
}

function shown({ key, value, headers }: StoredRecord, codec: Codec): string {
  return `${key?.toString()} ${comparable(value, codec)?.toString('base64')} ${JSON.stringify(headers)}`
}

/** A letter names its record by where that stands, which is elsewhere in another log. */
function comparable(value: Buffer | null, codec: Codec): Buffer | null {
  const decoded = value && codec.decode(value)
  return decoded?.type === 'DeadLetter' ? codec.encode('DeadLetter', { ...decoded.value, offset: 0 }) : value
}

/** Epochs count without gaps, and every record of every input was consumed once. */
export async function checkEpochs(universe: Universe, stage: Stage): Promise<string | undefined> {
  const { log, ports } = universe
  const { epochs } = stageTopics(stage.name, stage.side)
  const inputs = inputsOf(stage)
  const position = inputs.map(() => 0)
  let n = 0
  for await (const { epoch } of readEpochs(log, ports.codec, epochs.name, 0, 0)) {
    if (epoch.n !== ++n) return `${stage.name}: epoch ${epoch.n} follows epoch ${n - 1}`
    for (const cut of epoch.cuts) {
      for (const { input, from, to } of cut.ranges) {
        const { name } = inputs[input]
        const isNext =
          from === position[input] || (from > position[input] && !(await universe.heldRecords(name, position[input], from)))
        if (!isNext) return `${stage.name}: epoch ${n} takes ${name} from ${from}, not ${position[input]}`
        position[input] = to
      }
    }
  }
  for (const [input, { name }] of inputs.entries()) {
    const { end } = await log.bounds(name, 0)
    if (position[input] !== end) return `${stage.name}: ${name} was consumed up to ${position[input]} of ${end}`
  }
  return undefined
}

export interface Verified {
  readonly problem: string | undefined
  readonly outputs: number
}

/** Derives the outputs again; what cannot be must have a reason that retention or an early end of a version explains. */
export async function checkVerify(ports: Ports, stage: Stage): Promise<Verified> {
  const { difference, outputs } = await verifyTask(stage, 0, 'v1', ports, { asIfSame: true })
  if (difference === undefined) return { problem: undefined, outputs }
  return { problem: `${stage.name}: verify differs: ${JSON.stringify(difference)}`, outputs }
}
