import { html } from '../html.js'

/**
 * In the place of what could not be asked.
 * @param {string} problem
 */
export function problemView(problem) {
  return html`<p class="problem">${problem}</p>`
}
