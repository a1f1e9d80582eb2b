import type { Page } from 'playwright-core'

/** How many pixels of the page are only reached by scrolling sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}

/** How far things have moved by themselves since the page was opened: the sum of the scores of Layout Instability (WICG). */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0))).observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)))
  })`)
}

/** Texts whose contrast against their background is below what WCAG 2.2 asks for (AA: 4.5, large text 3). */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const parse = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return { r, g, b, a } }
    const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    const luminance = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) { const colour = parse(getComputedStyle(at).backgroundColor); if (colour.a === 1) return colour }
      return { r: 255, g: 255, b: 255, a: 1 }
    }
    const faint = []
    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('')
      if (text === '' || element.getClientRects().length === 0 || element.closest('svg, .unseen')) continue
      const style = getComputedStyle(element)
      const [a, b] = [luminance(parse(style.color)), luminance(ground(element))]
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      const size = parseFloat(style.fontSize)
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
      if (contrast < least) faint.push(text.slice(0, 40) + ' ' + contrast.toFixed(2))
    }
    return faint
  })()`)
}

/** Whether something was drawn on each canvas of the page. */
export function drawnCharts(page: Page): Promise<boolean[]> {
  return page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
    copy.drawImage(canvas, 0, 0)
    return new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer).some((pixel) => pixel !== 0)
  })`)
}

/** What has the focus: its id, or what it opens, or its text. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(
    `((element) => element.id || element.dataset.signal || element.dataset.source || element.textContent.trim())(document.activeElement)`,
  )
}

/** The focus ring of what has the focus, as `3px solid`. */
export function focusRing(page: Page): Promise<string> {
  return page.evaluate(`((style) => style.outlineWidth + ' ' + style.outlineStyle)(getComputedStyle(document.activeElement))`)
}
