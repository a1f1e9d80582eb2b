import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readSinkPlans } from '../../../../ops/config/read-sink-plans.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-sink-plans-'))
test.after(() => rmSync(folder, { recursive: true }))

function plansOf(text: string) {
  writeFileSync(join(folder, 'sinks.yaml'), text)
  return readSinkPlans(folder, {})
}

test('should read the sinks that the guide shows', async () => {
  const guide = readFileSync(new URL('../../../../docs/guides/sinks.md', import.meta.url), 'utf8')
  const [, block] = /```yaml\n(.*?)```/s.exec(guide) ?? []
  writeFileSync(join(folder, 'influx-token'), 'abc\n')
  const plans = await plansOf(block)
  assert.equal(
    plans.map((plan) => [plan.name, plan.url, plan.frames, plan.token()]),
    [
      ['metrics', 'http://127.0.0.1:8428', false, ''],
      ['cloud', 'https://influx.example', false, 'abc'],
    ],
  )
})

test('should have no sinks without a file, and refuse what is not right in it', async () => {
  assert.equal(await readSinkPlans(join(folder, 'none'), {}), [])
  writeFileSync(join(folder, 'sinks.yaml'), 'influx: [{ url: "http://a" }]')
  assert.is((await readSinkPlans('nowhere', { HOMEOSTAT_SETTINGS: folder })).length, 1)
  for (const text of ['influx: [{}]', 'influx: [{ url: "http://a" }, { url: "http://b" }]', 'other: 1', 'influx: ['])
    assert.is(await plansOf(text).catch(codeOf), 'HS_CONFIG_INVALID', text)
})

test.run()
