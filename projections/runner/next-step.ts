import type { Standing } from '../store/store.ts'

/**
 * `serve`: keep the rows up to date. `build`: build others beside them. `wait`: they belong to a newer version, which is to keep them.
 * `abandon`: what was built beside them is of no use.
 */
export type NextStep = 'serve' | 'build' | 'wait' | 'abandon'

/**
 * What is to be done with the rows of a model, as a process of this version and log finds them.
 * @param shared  whether processes of other versions may keep the same rows, as in the middle of an upgrade in a cluster
 */
export function nextStep({ serving, next }: Standing, version: number, logId: string, shared: boolean): NextStep {
  if (serving?.logId !== logId) return next ? 'abandon' : 'serve'
  if (next && next.logId !== logId) return 'abandon'
  if (shared && next && next.version > version) return serving.version === version ? 'serve' : 'wait'
  if (serving.version === version) {
    if (next === undefined) return 'serve'
    return next.version === version ? 'build' : 'abandon'
  }
  // To an older version one goes back on purpose alone: by asking for a rebuild.
  return shared && serving.version > version && next?.version !== version ? 'wait' : 'build'
}
