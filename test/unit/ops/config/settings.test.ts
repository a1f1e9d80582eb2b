import { readFileSync } from 'node:fs'
import { Type } from '@sinclair/typebox'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { components } from '../../../../ops/config/components.ts'
import { renderConfig } from '../../../../ops/config/render-markdown.ts'
import { settingsOf } from '../../../../ops/config/settings-of.ts'
import { configSchema } from '../../../../schemas/core/config.ts'

const schema = configSchema({
  restMs: Type.Integer({ default: 5, minimum: 1, maximum: 10, description: 'A | B.' }),
  share: Type.Number({ default: 0.5, exclusiveMinimum: 0, exclusiveMaximum: 1, unit: 'of all', description: 'C.' }),
  mode: Type.Union([Type.Literal('a'), Type.Literal('b')], { default: 'a', description: 'D.' }),
  on: Type.Boolean({ default: true, description: 'E.' }),
})
const component = { name: 'x', within: 'a test', schema }

test('should tell type, default, unit and range of every kind of setting', () => {
  assert.equal(
    settingsOf(component).map(({ key, type, default: value, unit, range }) => [key, type, value, unit, range]),
    [
      ['restMs', 'whole number', 5, 'ms', '1 … 10'],
      ['share', 'number', 0.5, 'of all', '0 < x < 1'],
      ['mode', '"a" | "b"', 'a', '', ''],
      ['on', 'yes or no', true, '', ''],
    ],
  )
})

test('should write a table that Markdown reads', () => {
  assert.match(renderConfig([component]), /\| `restMs` \| whole number \| `5` \| ms \| 1 … 10 \| A \\\| B\. \|/)
})

test('should find a default and a sentence for every setting of the installation', () => {
  for (const each of components()) {
    for (const { key, default: value, description } of settingsOf(each)) {
      assert.ok(value !== undefined, `${each.name}.${key} has no default`)
      assert.ok(description.length > 10, `${each.name}.${key} has no sentence`)
    }
  }
})

test('should have a reference page of the settings as they are', () => {
  const page = readFileSync(new URL('../../../../docs/reference/config.md', import.meta.url), 'utf8')
  assert.is(renderConfig(components()), page, 'run `homeostat config --markdown > docs/reference/config.md`')
})

test.run()
