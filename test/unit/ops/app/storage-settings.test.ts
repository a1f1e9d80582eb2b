import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { storageSettings } from '../../../../ops/app/storage-settings.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

test('should take what bounds the data folder from the environment', () => {
  assert.equal(storageSettings({}), { rawDays: 7, rawBytes: 2e9, lowBytes: 1e9, refuseBytes: 2e8 })
  const env = {
    HOMEOSTAT_RAW_DAYS: '30',
    HOMEOSTAT_RAW_BYTES: '5000000000',
    HOMEOSTAT_DISK_LOW_BYTES: '',
    HOMEOSTAT_DISK_REFUSE_BYTES: '0',
  }
  assert.equal(storageSettings(env), { rawDays: 30, rawBytes: 5e9, lowBytes: 1e9, refuseBytes: 0 })
})

test('should refuse what is out of its range or no number', () => {
  for (const text of ['0', '1.5', 'week', '-3']) {
    let code = ''
    try {
      storageSettings({ HOMEOSTAT_RAW_DAYS: text })
    } catch (error) {
      code = codeOf(error)
    }
    assert.is(code, 'HS_CONFIG_INVALID', text)
  }
})

test.run()
