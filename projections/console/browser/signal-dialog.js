/** @import { Choice, Signal } from '../shared/shapes.ts' */

import { problemView } from '../shared/views/problem.js'
import { signalCard } from '../shared/views/signal-card.js'
import { askAbout } from './ask-about.js'
import { getJson } from './get-json.js'
import { morph } from './morph.js'
import { place } from './place.js'

/**
 * The window in which one signal is told. Escape, its cross and a click beside it close it; the focus goes back to where it was.
 * @param {() => void} closed by the person who looks
 */
export function signalDialog(closed) {
  const dialog = place('signal', HTMLDialogElement)
  /** @type {string | undefined} */
  let shown
  /** @type {Signal | undefined} */
  let known
  let asking = false
  dialog.addEventListener('close', () => {
    if (shown === undefined) return
    shown = undefined
    closed()
  })
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  dialog.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-ask]') : null
    if (button instanceof HTMLElement) press(button)
  })
  // Of the whole page: a button that has done its work goes away, and the focus with it.
  document.addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
    if (!dialog.open || ctrlKey || metaKey || altKey) return
    const button = dialog.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`)
    if (button instanceof HTMLElement) press(button)
  })
  // Opened by the server for those without scripts: here it becomes a window of its own.
  dialog.removeAttribute('open')

  /**
   * Asks, and says what became of it; the card itself changes when the signal does.
   * @param {HTMLElement} button
   */
  async function press(button) {
    const { ask = '' } = button.dataset
    const signal = known
    if (signal === undefined || asking) return
    asking = true
    try {
      tell(await askAbout(ask, signal))
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    } finally {
      asking = false
    }
  }

  /** @param {string} text */
  function tell(text) {
    const said = dialog.querySelector('#asked')
    if (said !== null) said.textContent = text
  }

  return {
    /** Whether this signal is being looked at. */
    isOpen: (/** @type {string} */ id) => shown === id,
    /**
     * @param {string} id
     * @param {Choice} choice
     * @param {Signal | undefined} given
     */
    async open(id, choice, given) {
      if (shown !== id) tell('')
      shown = id
      try {
        const signal = given ?? /** @type {Signal} */ (await getJson(`/signals/${encodeURIComponent(id)}`)) // our own route
        if (shown !== id) return
        known = signal
        morph(dialog, signalCard(signal, choice, Date.now()))
      } catch (error) {
        morph(dialog, problemView(error instanceof Error ? error.message : String(error)))
      }
      if (shown === id && !dialog.open) dialog.showModal()
    },
    close() {
      shown = undefined
      dialog.close()
    },
  }
}
