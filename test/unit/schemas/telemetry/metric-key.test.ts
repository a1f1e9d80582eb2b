import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { metricKey, normalMetricKey, parseMetricKey } from '../../../../schemas/telemetry/metric-key.ts'

test('should write labels in order, and escape what would end a value', () => {
  assert.is(metricKey('up'), 'up')
  assert.is(metricKey('up', {}), 'up')
  assert.is(metricKey('disk_usage', { mount: '/', device: 'sda' }), 'disk_usage{device="sda",mount="/"}')
  assert.is(metricKey('m', { k: 'a"b\\c\nd' }), 'm{k="a\\"b\\\\c\\nd"}')
})

test('should read back what it wrote', () => {
  const word = fc.stringMatching(/^[a-z_]{1,8}$/)
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('"', '\\', '\\n', '\n', '","x="', '}', '{', 'a,b'))
  fc.assert(
    fc.property(word, fc.dictionary(fc.oneof(word, fc.constant('__proto__')), value), (name, labels) => {
      const series = parseMetricKey(metricKey(name, labels))
      assert.is(series?.name, name)
      assert.equal(Object.entries(series?.labels ?? {}).sort(), Object.entries(labels).sort())
    }),
  )
})

test('should have one key for one series, whatever the order of its labels', () => {
  assert.is(normalMetricKey('m{b="2",a="1"}'), 'm{a="1",b="2"}')
  assert.is(normalMetricKey('m{a="1",b="2"}'), 'm{a="1",b="2"}')
})

test('should leave a name alone that has a brace and yet no labels', () => {
  for (const key of [
    'm{',
    'm{}',
    'm{a}',
    'm{a=1}',
    'm{a="1"',
    'm{a="1",}',
    'm{a="1"b="2"}',
    'm{a="1",a="2"}',
    '{a="1"}',
    'm{a="x\\y"}',
    'm{a="1"}z',
  ]) {
    assert.is(parseMetricKey(key), undefined, key)
    assert.is(normalMetricKey(key), key)
  }
})

test('should answer any text at once', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '"', '=', ',', '\\', 'a', '\n'), maxLength: 200 }),
      (key) => void normalMetricKey(key),
    ),
  )
  assert.type(normalMetricKey(`m{${'a="\\\\"'.repeat(50_000)}`), 'string')
})

test.run()
