import { Registry } from 'prom-client'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { partGauge } from '../../../../ops/app/part-gauge.ts'

test('should say of each part whether it does its work now, and nothing of parts that are gone', async () => {
  const registry = new Registry()
  let parts = [
    { part: 'clock', ok: true, state: 'ticking' },
    { part: 'stage:sense.0', ok: false, state: 'waiting' },
  ]
  partGauge(registry, () => parts)
  assert.equal(await samples(registry), ['homeostat_part_up{part="clock"} 1', 'homeostat_part_up{part="stage:sense.0"} 0'])
  parts = [{ part: 'clock', ok: false, state: 'waiting' }]
  assert.equal(await samples(registry), ['homeostat_part_up{part="clock"} 0'])
})

async function samples(registry: Registry): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith('homeostat_part_up{'))
}

test.run()
