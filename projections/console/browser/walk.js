/**
 * Arrow keys, Home and End move the focus through the links of a list; Tab stops at a list once.
 * @param {HTMLElement} region holds one list, marked with `data-walk`
 */
export function walk(region) {
  region.addEventListener('keydown', (event) => {
    const links = linksOf(region)
    const here = links.findIndex((link) => link.matches(':focus'))
    const next = here < 0 ? undefined : targets[event.key]?.(here, links.length)
    const link = next === undefined ? undefined : links[next]
    if (link === undefined) return
    event.preventDefault()
    link.focus()
  })
  region.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && linksOf(region).includes(target)) rove(region, target)
  })
}

/**
 * One link of the list can be reached by Tab: `chosen`, or the one that could before.
 * @param {HTMLElement} region
 * @param {HTMLElement} [chosen]
 */
export function rove(region, chosen) {
  const links = linksOf(region)
  const stop = chosen ?? links.find((link) => link.tabIndex === 0 && link.hasAttribute('tabindex')) ?? links[0]
  for (const link of links) link.tabIndex = link === stop ? 0 : -1
}

/** @type {Readonly<Record<string, (here: number, count: number) => number>>} */
const targets = {
  ArrowDown: (here) => here + 1,
  ArrowUp: (here) => here - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/**
 * @param {HTMLElement} region
 * @returns {HTMLElement[]}
 */
function linksOf(region) {
  return [...region.querySelectorAll('[data-walk] > li > a')].filter((link) => link instanceof HTMLElement)
}
