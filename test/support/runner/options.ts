import { parseArgs } from 'node:util'

/** The levels of test, quickest first; each has its folder below `test`. `kafka` has what any of them needs a real broker for. */
export const tiers = ['unit', 'contract', 'integration', 'e2e', 'browser', 'prometheus', 'kafka'] as const
export type Tier = (typeof tiers)[number]

export interface RunnerOptions {
  readonly tiers: readonly Tier[]
  /** Only files whose path contains one of these; all when empty. */
  readonly names: readonly string[]
  readonly coverage: boolean
  readonly parallel: number
  readonly limitMs: number
}

export const usage = `usage: npm test -- [--tier ${tiers.join(',')}] [--coverage] [--parallel 2] [--limit SECONDS] [part of a path ...]`

/** @throws Error with one sentence when the arguments make no sense */
export function readOptions(args: readonly string[]): RunnerOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tier: { type: 'string', default: tiers.join(',') },
      coverage: { type: 'boolean', default: false },
      parallel: { type: 'string', default: '2' },
      limit: { type: 'string', default: '180' },
    },
  })
  return {
    tiers: values.tier.split(',').map(asTier),
    names: positionals,
    coverage: values.coverage,
    parallel: positive('parallel', values.parallel),
    limitMs: positive('limit', values.limit) * 1000,
  }
}

function asTier(name: string): Tier {
  const tier = tiers.find((known) => known === name)
  if (!tier) throw new Error(`There is no tier "${name}"; there are ${tiers.join(', ')}.`)
  return tier
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} must be a whole number from 1, not "${text}".`)
  return value
}
