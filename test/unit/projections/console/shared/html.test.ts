import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { html, textOf } from '../../../../../projections/console/shared/html.js'

test('should let nothing through that could be markup, in text and in attributes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
      const text = textOf(html`<b title="${value}">${value}</b>`)
      const [, title, content] = /^<b title="([^"]*)">([^<>]*)<\/b>$/s.exec(text) ?? []
      assert.is(unescaped(title), value)
      assert.is(unescaped(content), value)
    }),
    { numRuns: 300 },
  )
})

test('should take no value for markup because of its form', () => {
  const received = JSON.parse('{"markup":"<i>","Symbol(markup)":"<i>"}')
  assert.is(textOf(html`${received}`), '[object Object]')
  assert.is(textOf(html`${[html`<i>${'<'}</i>`, '<', null, false, 0]}`), '<i>&#60;</i>&#60;0')
})

function unescaped(text = ''): string {
  return text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}

test.run()
