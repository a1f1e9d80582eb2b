import type { Codec } from '../../../schemas/codec/codec.ts'
import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import type { StoredRecord } from '../log/log.ts'

/**
 * Fetches the schemas of records that are about to be folded, because folding cannot wait. What has no usable schema is passed over:
 * folding it makes a dead letter.
 * @throws what the registry says when it cannot be asked
 */
export async function learnSchemas(codec: Codec, records: readonly StoredRecord[]): Promise<void> {
  for (const { value, unreadable } of records) {
    if (value === null || unreadable || codec.knows(value)) continue
    try {
      await codec.learn(value)
    } catch (error) {
      if (errorCatalogue[codeOf(error)].reaction !== 'dead-letter') throw error
    }
  }
}
