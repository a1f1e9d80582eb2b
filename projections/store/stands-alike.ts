import type { Kept } from './store.ts'

/** Whether rows and those that were built beside them count the same records; only then do they have to be equal. */
export function standsAlike(serving: Kept | undefined, next: Kept | undefined): boolean {
  const [one, other] = [placesOf(serving), placesOf(next)]
  return [...one.keys(), ...other.keys()].every((place) => (one.get(place) ?? 0) === (other.get(place) ?? 0))
}

function placesOf(kept: Kept | undefined): ReadonlyMap<string, number> {
  return new Map(kept?.checkpoints.map(({ topic, partition, next }) => [`${topic}/${partition}`, next]))
}
