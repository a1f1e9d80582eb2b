import { repositoryFiles } from '../repository.ts'
import type { RunnerOptions } from './options.ts'

/** The test files to run, tier by tier. */
export function findTestFiles({ tiers, names }: Pick<RunnerOptions, 'tiers' | 'names'>): string[] {
  return tiers.flatMap((tier) =>
    repositoryFiles(
      `test/${tier}`,
      (path) => path.endsWith('.test.ts') && (names.length === 0 || names.some((name) => path.includes(name))),
    ),
  )
}
