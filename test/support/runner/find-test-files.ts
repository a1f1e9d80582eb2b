import { repositoryFiles } from '../repository.ts'
import { needsKafka } from './needs-kafka.ts'
import type { RunnerOptions } from './options.ts'

/** The test files to run, tier by tier. The tier `kafka` has no folder: it takes the files that need one out of the other tiers. */
export function findTestFiles({ tiers, names }: Pick<RunnerOptions, 'tiers' | 'names'>): string[] {
  const isWanted = (path: string): boolean =>
    path.endsWith('.test.ts') && (names.length === 0 || names.some((name) => path.includes(name)))
  return tiers.flatMap((tier) =>
    repositoryFiles(
      tier === 'kafka' ? 'test' : `test/${tier}`,
      (path) => isWanted(path) && needsKafka(path) === (tier === 'kafka'),
    ),
  )
}
