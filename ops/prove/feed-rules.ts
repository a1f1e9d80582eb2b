import type { Codec } from '../../schemas/codec/codec.ts'
import type { NewRecord } from '../../streams/runtime/log/log.ts'
import { rulesOf } from '../rules/rules-of.ts'
import { rulesRecords } from '../rules/rules-records.ts'

/**
 * One change of the rules of a history, under the same id in every run: from one document to the next and round again, so that rules
 * come, go, say something else, and stay while others change.
 *
 * @param n  counts the changes
 */
export function feedRules(codec: Codec, n: number, at: number, partitions: number): NewRecord[] {
  return rulesRecords(codec, {
    ...{ id: `rules ${n}`, at, by: 'feed' },
    rules: documents[n % documents.length],
    partitions: Array.from({ length: partitions }, (_, partition) => partition),
  })
}

/** What the disturbances of the history pass, and now and then its noise. */
const disturbed = { name: 'disturbed', metric: 'metric_number_0', above: 300, for: '3s', severity: 'critical', note: 'look here' }
const noisy = { name: 'noisy', source: 'host-1*', metric: 'metric_number_1', above: 206 }
const restless = { restMs: 0, restFrames: 0, learnSamples: 60, relearnSamples: 60 }
const outlier = {
  name: 'outlier',
  metric: 'metric_number_2',
  detector: 'ewma',
  settings: { ...restless, raiseSpreads: 3, hits: 1, of: 1 },
}
const shift = { name: 'shift', metric: 'metric_number_0', detector: 'level_shift', settings: restless }
const crowded = { name: 'crowded', source: 'weekly', metric: 'visitors', above: 150, for: '30m' }

const documents = [
  { rules: [disturbed, noisy, outlier, crowded] },
  { rules: [{ ...disturbed, for: '10s' }, outlier, shift, crowded] },
  { rules: [crowded, { ...noisy, quiet: [{ from: '22:15', to: '22:30' }] }, shift] },
].map(rulesOf)
