import { createHash } from 'node:crypto'

/** Namespace of all output ids (a random UUID, chosen once). */
const NAMESPACE = Buffer.from('6f1d2c0c6d4b4c5c9a0e5b1f8f4d7e21', 'hex')

/**
 * The id of a stage's output: a UUID of version 5 (RFC 9562, 5.5) made from what its input is called, so that a replay gives the same
 * id and a duplicate is recognised without state.
 *
 * @param task    number of the task: an input that is copied to every partition is folded by each
 * @param input   what the input is called: its own id, or where it stands; may hold any character
 * @param key     record key under which the output was made; may hold any character
 * @param index   counts the outputs that one input made for this key
 */
export function outputId(
  logId: string,
  stage: string,
  task: number,
  processor: string,
  input: string,
  key: string,
  index: number,
): string {
  const name = `${logId}\0${stage}\0${task}\0${processor}\0${index}\0${input.length}\0${input}\0${key}`
  const digest = createHash('sha1').update(NAMESPACE).update(name).digest()
  digest[6] = (digest[6] & 0x0f) | 0x50
  digest[8] = (digest[8] & 0x3f) | 0x80
  const hex = digest.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
