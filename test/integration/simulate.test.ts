import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { describeFailure } from '../../ops/simulate/describe-failure.ts'
import { simulateSeeds } from '../../ops/simulate/simulate-seeds.ts'

/** In CI at least 200 seeds, and as many more as fit into a minute; elsewhere a quarter of that, for who waits for it. */
const [LEAST_SEEDS, SECONDS] = process.env.CI === 'true' ? [200, 60] : [50, 0]

test('should end every simulated history like the undisturbed one', async () => {
  const { failed, ...sums } = await simulateSeeds({ first: 1, count: LEAST_SEEDS, seconds: SECONDS })
  assert.is(failed && describeFailure(failed), undefined)
  assert.ok(
    sums.outputs > 20 * LEAST_SEEDS &&
      sums.verified > 10 * LEAST_SEEDS &&
      sums.resumed > LEAST_SEEDS &&
      sums.switches > LEAST_SEEDS,
    'the histories hold too little to prove anything',
  )
  assert.ok(sums.entries > LEAST_SEEDS && sums.heads > LEAST_SEEDS / 2, 'hardly anything was written into the audit trail')
  console.log(
    `simulated ${sums.seeds} seeds: ${sums.events} events, ${sums.outputs} outputs compared, ${sums.verified} derived again by verify, ${sums.resumed} tasks taken up where they were left, ${sums.switches} read models switched, ${sums.entries} audit entries under ${sums.heads} heads`,
  )
})

test.run()
