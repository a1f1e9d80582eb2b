import type { FormerId } from '../log.ts'
import { placeName } from '../shared/id-at.ts'
import type { Store } from './store.ts'

/** Every id that a log had before, oldest first. */
export function formerIds(store: Store): readonly FormerId[] {
  const text = store.id.get(FORMER)
  return text === undefined ? [] : (JSON.parse(text) as FormerId[]) // written by `renewId` alone
}

/**
 * Gives a log a new id and remembers up to where the old one holds. Within a transaction.
 * @param emptied  topics whose offsets begin at 0 again: of their past nothing is left to be named
 */
export function renewId(store: Store, id: string, emptied: readonly string[] = []): void {
  const before = store.id.get('log')
  const known = formerIds(store)
  const all = before === undefined ? known : [...known, { id: before, ends: endsOf(store) }]
  const former = all.map((one) => ({ ...one, ends: withoutTopics(one.ends, emptied) }))
  store.id.put(FORMER, JSON.stringify(former.filter(({ ends }) => Object.keys(ends).length > 0)))
  store.id.put('log', id)
}

const FORMER = 'former'

function endsOf(store: Store): Record<string, number> {
  const ends: Record<string, number> = {}
  for (const { key: name, value: topic } of store.topics.getRange()) {
    for (let partition = 0; partition < topic.partitions; partition++) {
      const end = store.partitions.get([topic.number, partition])?.end ?? 0
      if (end > 0) ends[placeName(name, partition)] = end
    }
  }
  return ends
}

function withoutTopics(ends: FormerId['ends'], topics: readonly string[]): FormerId['ends'] {
  return Object.fromEntries(Object.entries(ends).filter(([place]) => !topics.includes(place.slice(0, place.lastIndexOf('/')))))
}
