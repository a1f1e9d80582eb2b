import type { Family } from '../../../connectors/sources/scrape/preview-target.ts'

/** An entry of `scrape` in sources.yaml for a target: what says nothing of the service itself is left out. */
export function entryFor(given: object, families: readonly Family[]): object {
  const drop = [...inner].flatMap(([pattern, prefix]) => (families.some(({ name }) => name.startsWith(prefix)) ? [pattern] : []))
  return drop.length === 0 ? given : { ...given, drop }
}

/** What client libraries tell of themselves. */
const inner: ReadonlyMap<string, string> = new Map([
  ['go_.*', 'go_'],
  ['promhttp_.*', 'promhttp_'],
  ['python_gc_.*', 'python_gc_'],
])
