import type { SimulationReport } from './run-simulation.ts'

/** What a person needs of a seed that failed: the seed, what is wrong, and the last events. */
export function describeFailure({ seed, problem, hash, events, tail }: SimulationReport): string {
  return [
    `seed ${seed} failed after ${events} events (trace ${hash}):`,
    problem ?? '',
    'the last events:',
    ...tail.map((line) => `  ${line}`),
    `again: homeostat simulate --seed ${seed}`,
  ].join('\n')
}
