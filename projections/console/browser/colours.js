/**
 * The colours of the charts as the style sheet has them now: a canvas has no style of its own.
 */
export function colours() {
  known ??= read()
  return known
}

/** After the system has changed between light and dark. */
export function forgetColours() {
  known = undefined
}

/** @type {ReturnType<typeof read> | undefined} */
let known

function read() {
  const style = getComputedStyle(document.documentElement)
  /** @param {string} name */
  const of = (name) => style.getPropertyValue(`--${name}`).trim()
  const severities = new Map(['critical', 'warning', 'info'].map((name) => [name, of(name)]))
  return {
    line: of('line'),
    range: of('range'),
    band: of('band'),
    expected: of('expected'),
    grid: of('grid'),
    text: of('quiet'),
    /** @param {string} name */
    severity: (name) => severities.get(name) ?? of('info'),
  }
}
