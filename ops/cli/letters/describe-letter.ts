import type { Codec } from '../../../schemas/codec/codec.ts'
import type { NumberedLetter } from '../../api/letter.ts'
import { printable } from '../format/table.ts'
import { tailed } from '../tail/tailed.ts'
import { toJson } from '../tail/to-json.ts'

/** A letter with everything that helps to find the reason: where, why, and the record as far as it can be read. */
export function describeLetter({ number, letter }: NumberedLetter, codec: Codec): string {
  const { stage, processor, topic, partition, offset, at, code, reason, fingerprint, key, value, headers } = letter
  const rows = [
    ['letter', String(number)],
    ['record', `${topic}/${partition} offset ${offset}`],
    ['event time', new Date(at).toISOString()],
    ['stage', processor === '' ? `${stage} (it could not be decoded)` : `${stage}, processor ${processor}`],
    ['reason', `${reason} [${code}]`],
    ['key', key?.toString() ?? 'none'],
    ['schema', fingerprint === '' ? 'unknown' : fingerprint],
    ['headers', toJson(headers)],
    ['bytes', value === null ? 'not kept here; they stand at the position above' : value.toString('base64')],
    ...(value === null
      ? []
      : [['value', toJson(tailed(topic, partition, { offset, arrival: at, key, value, headers }, codec).value)]]),
  ]
  return rows.map(([name, text]) => `${name.padEnd(11)} ${printable(text)}`).join('\n')
}
