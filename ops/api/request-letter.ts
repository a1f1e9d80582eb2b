import { randomUUID } from 'node:crypto'
import { eventHeaders } from '../../schemas/cloudevents/event-headers.ts'
import type { Codec } from '../../schemas/codec/codec.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import type { Log, Position } from '../../streams/runtime/log/log.ts'
import { actRecord } from '../audit/act-record.ts'
import { readAskedLetters } from './asked-letters.ts'
import { readLetter } from './letter.ts'

export type LetterAction = 'replay' | 'drop'

export interface LetterRequested {
  readonly letter: number
  readonly action: LetterAction
  /** Where the request stands; its stage reads it from there. */
  readonly position: Position
}

/**
 * Asks the stage of a dead letter to fold it again or to give it up. The request is durable when this resolves; the stage obeys when it
 * comes to it. A letter can be asked for once: folding a record twice would count it twice. Calls must not overlap.
 *
 * @param by  who asks
 * @throws HS_LETTER_UNKNOWN, HS_LETTER_NOT_TAKEN, HS_LETTER_ASKED, and what the log throws
 */
export async function requestLetter(
  { log, codec, stages, now }: { log: Log; codec: Codec; stages: readonly Stage[]; now: () => number },
  number: number,
  action: LetterAction,
  by: string,
): Promise<LetterRequested> {
  const numbered = await readLetter(log, codec, number)
  const { letter } = numbered
  const requests = stages.find((stage) => stage.name === letter.stage)?.requests
  if (requests === undefined) {
    throw new HomeostatError('HS_LETTER_NOT_TAKEN', {
      value: letter.stage,
      message: `The stage ${letter.stage} takes no requests.`,
    })
  }
  const asked = (await readAskedLetters(log, codec, stages)).of(numbered)
  if (asked !== undefined) {
    throw new HomeostatError('HS_LETTER_ASKED', { value: asked, message: `For letter ${number} a ${asked} was asked before.` })
  }
  const { stage, topic, partition, offset, processor, key } = letter
  const type = action === 'replay' ? 'ReplayLetter' : 'DropLetter'
  const value = codec.encode(type, { stage, topic, partition, offset, processor, by })
  const id = randomUUID()
  const tenant = key?.toString().split('/')[0] || 'default'
  const at = now()
  const headers = eventHeaders({
    id,
    type,
    source: '/homeostat/letters',
    time: at,
    tenant,
    correlationId: id,
    causationId: id,
  })
  const act = actRecord(codec, {
    act: `letter.${action}`,
    outcome: 'asked',
    by,
    object: `dead.letters/${number}`,
    details: { request: id, stage, processor, record: `${topic}/${partition}/${offset}` },
    at,
  })
  const request = { topic: requests.name, partition, key: key ?? Buffer.alloc(0), value, headers }
  const [position] = await log.append([request, act])
  return { letter: number, action, position }
}
