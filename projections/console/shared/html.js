const MARKUP = Symbol('markup')

/**
 * Text that is markup already. JSON cannot hold such a thing, so nothing that was received is taken for it.
 * @typedef {{ readonly [MARKUP]: string }} Markup
 */

/**
 * Markup from a template. Every value is escaped, but markup and lists of markup, which stand as they are; null, undefined and false are
 * nothing. Attributes must be quoted.
 *
 * @param {TemplateStringsArray} strings
 * @param {readonly unknown[]} values
 * @returns {Markup}
 */
export function html(strings, ...values) {
  return { [MARKUP]: strings.reduce((text, string, i) => text + asMarkup(values[i - 1]) + string) }
}

/** @param {Markup} markup */
export function textOf(markup) {
  return markup[MARKUP]
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function asMarkup(value) {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(asMarkup).join('')
  if (isMarkup(value)) return value[MARKUP]
  return String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/**
 * @param {unknown} value
 * @returns {value is Markup}
 */
function isMarkup(value) {
  return typeof value === 'object' && value !== null && MARKUP in value
}
