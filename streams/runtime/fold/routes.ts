import type { RecordName } from '../../../schemas/generated/records.ts'
import type { Topic } from '../../../schemas/topics.ts'
import type { Processor } from '../api/processor.ts'

/** Slots of the processors that take a record type from an input. */
export type Routes = readonly ReadonlyMap<RecordName, readonly number[]>[]

/** For each input: which processors have a handler for which of its record types. */
export function routesOf(inputs: readonly Topic[], processors: readonly Processor[]): Routes {
  return inputs.map((topic) => {
    const byType = new Map<RecordName, number[]>()
    processors.forEach((processor, slot) => {
      if (!processor.reads.includes(topic)) return
      for (const type of topic.records) {
        if (processor.on[type]) byType.set(type, [...(byType.get(type) ?? []), slot])
      }
    })
    return byType
  })
}
