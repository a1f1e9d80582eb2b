/**
 * An element of the page by its id; the page is our own, so it is there.
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} id
 * @param {new () => E} [kind]
 * @returns {E}
 */
export function place(id, kind) {
  const element = document.getElementById(id)
  if (element instanceof (kind ?? HTMLElement)) return /** @type {E} */ (element) // checked in this line
  throw new TypeError(`the page has no #${id}`)
}
