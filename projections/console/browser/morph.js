/** @import { Markup } from '../shared/html.js' */
import { textOf } from '../shared/html.js'

/**
 * Makes the content of an element equal to the markup while it touches as little as possible: what has focus keeps it, lists keep their
 * place, and what has not changed is left alone. Children are matched by `data-key`, or by their place. The content of an element with
 * `data-own` belongs to whoever made it and is not touched.
 *
 * @param {Element} element
 * @param {Markup} markup
 */
export function morph(element, markup) {
  const template = document.createElement('template')
  Reflect.set(template, 'innerHTML', policy.createHTML(textOf(markup)))
  morphChildren(element, template.content)
}

/** Only templates that escape come in here. Browsers without Trusted Types take the text as it is. */
const policy = globalThis.trustedTypes?.createPolicy('homeostat', { createHTML: (text) => text }) ?? {
  /** @param {string} text */
  createHTML: (text) => text,
}

/**
 * @param {Element} into
 * @param {ParentNode & Node} wanted
 */
function morphChildren(into, wanted) {
  /** @type {Map<string, Element>} */
  const keyed = new Map()
  for (const child of into.children) {
    const key = keyOf(child)
    if (key !== undefined) keyed.set(key, child)
  }
  let place = into.firstChild
  for (const child of [...wanted.childNodes]) {
    const same = matching(child, place, keyed)
    if (same === undefined) {
      into.insertBefore(child, place)
      continue
    }
    if (same !== place) into.insertBefore(same, place)
    else place = place.nextSibling
    morphNode(same, child)
  }
  while (place !== null) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
}

/**
 * The node that stands there for `child`, wherever it is.
 * @param {Node} child
 * @param {ChildNode | null} place
 * @param {Map<string, Element>} keyed
 * @returns {ChildNode | undefined}
 */
function matching(child, place, keyed) {
  const key = keyOf(child)
  if (key !== undefined) {
    const found = keyed.get(key)
    return found?.nodeName === child.nodeName ? found : undefined
  }
  return place !== null && place.nodeName === child.nodeName && keyOf(place) === undefined ? place : undefined
}

/**
 * @param {Node} node
 * @returns {string | undefined}
 */
function keyOf(node) {
  return node instanceof Element ? (node.getAttribute('data-key') ?? undefined) : undefined
}

/**
 * @param {Node} node
 * @param {Node} wanted
 */
function morphNode(node, wanted) {
  if (!(node instanceof Element && wanted instanceof Element)) {
    if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue
    return
  }
  for (const { name, value } of wanted.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value)
  for (const { name } of [...node.attributes]) if (!wanted.hasAttribute(name) && !kept.has(name)) node.removeAttribute(name)
  if (!node.hasAttribute('data-own')) morphChildren(node, wanted)
}

/** What a person or the page's own script has set. */
const kept = new Set(['open', 'tabindex'])
