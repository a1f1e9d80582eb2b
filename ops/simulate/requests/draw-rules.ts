import type { Rule } from '../../../streams/sense/rules/rule.ts'
import { rulesOf } from '../../rules/rules-of.ts'
import type { Random } from '../random.ts'

/** A document of rules that the frames of a history keep passing: some bounds, and detectors that learn in no time. */
export function drawRules(random: Random): readonly Rule[] {
  return rulesOf({ rules: kinds.filter(() => random.chance(0.6)).map((kind) => kind(random)) })
}

const restless = { restMs: 0, restFrames: 0, learnSamples: 12, relearnSamples: 10, clearSamples: 1 }

const kinds: readonly ((random: Random) => object)[] = [
  (random) => ({ name: 'high', metric: 'm', above: 10 * random.between(1, 3), for: random.pick(['0s', '1s', '5s']) }),
  (random) => ({ name: 'low', source: random.pick(['*', 's1']), metric: 'm*', below: random.between(1, 20), clearAfter: '0s' }),
  (random) => ({ name: 'one', source: 's2', metric: 'm', above: 0, severity: random.pick(['info', 'critical']) }),
  (random) => ({
    ...{ name: 'learned', metric: 'm', detector: 'ewma' },
    settings: { ...restless, raiseSpreads: 2, clearSpreads: 1, hits: 1, of: random.between(1, 2) },
  }),
  () => ({
    ...{ name: 'shifted', metric: 'm', detector: 'level_shift', quiet: [{ from: '08:00', to: '08:01' }] },
    settings: { ...restless, raiseSum: 1, leastShift: 0.5, slack: 0.1, clearSpreads: 0.1 },
  }),
]
