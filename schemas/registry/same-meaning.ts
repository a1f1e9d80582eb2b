import { avroType } from '../codec/avro-types.ts'

/** True when both schemas write the same bytes: by Avro's canonical form, so that comments, defaults and layout do not count. */
export function sameMeaning(one: object, other: object): boolean {
  if (JSON.stringify(one) === JSON.stringify(other)) return true
  try {
    return avroType(one).equals(avroType(other))
  } catch {
    return false // not both are Avro, and they are not the same text
  }
}
