import type { Codec } from '../../../schemas/codec/codec.ts'
import { ControlAnswers } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readAll } from '../../../streams/runtime/state/read-all.ts'

/** A request that came more than once has got the same answer each time. */
export async function checkAnswers(log: Log, codec: Codec): Promise<string | undefined> {
  const answers = new Map<string, string>()
  for await (const { key, value } of readAll(log, ControlAnswers.name, 0)) {
    const decoded = value && codec.decode(value)
    if (decoded?.type !== 'RequestAccepted' && decoded?.type !== 'RequestRefused') continue
    const answer = JSON.stringify(decoded)
    const before = answers.get(String(key)) ?? answer
    if (answer !== before) return `${String(key)} was answered with ${before}, then with ${answer}`
    answers.set(String(key), answer)
  }
  return undefined
}
