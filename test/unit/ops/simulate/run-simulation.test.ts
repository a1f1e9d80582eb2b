import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runSimulation } from '../../../../ops/simulate/run-simulation.ts'
import { simulateSeeds } from '../../../../ops/simulate/simulate-seeds.ts'
import { sabotage } from './sabotage.ts'

/** Seeds within which each broken promise must be noticed. */
const SEEDS = 40

test('should do exactly the same for the same seed', async () => {
  for (const seed of [3, 4, 5]) {
    const { hash, events, tail, outputs } = await runSimulation(seed)
    assert.equal(await runSimulation(seed).then((again) => [again.hash, again.events, again.tail, again.outputs]), [
      hash,
      events,
      tail,
      outputs,
    ])
  }
})

test('should do something else for another seed', async () => {
  const hashes = await Promise.all([11, 12, 13].map(async (seed) => (await runSimulation(seed)).hash))
  assert.is(new Set(hashes).size, 3)
})

for (const [name, broken] of Object.entries(sabotage)) {
  test(`should notice ${name} within ${SEEDS} seeds`, async () => {
    const { failed } = await simulateSeeds({ first: 1, count: SEEDS, sabotage: broken })
    assert.ok(failed?.problem, `${name} was not noticed`)
  })
}

test.run()
