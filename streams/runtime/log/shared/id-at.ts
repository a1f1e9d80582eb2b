import type { FormerId, Log } from '../log.ts'

/** The id that a log had when the record at an offset was written: what was derived then was named by it. */
export function idAt({ id, formerIds }: Pick<Log, 'id' | 'formerIds'>, topic: string, partition: number, offset: number): string {
  const holds = ({ ends }: FormerId) => offset < (ends[placeName(topic, partition)] ?? 0)
  return formerIds.find(holds)?.id ?? id
}

/** A partition as `FormerId.ends` calls it. */
export function placeName(topic: string, partition: number): string {
  return `${topic}/${partition}`
}
