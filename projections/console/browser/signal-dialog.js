/** @import { Choice, Signal } from '../shared/shapes.ts' */

import { problemView } from '../shared/views/problem.js'
import { signalCard } from '../shared/views/signal-card.js'
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
  dialog.addEventListener('close', () => {
    if (shown === undefined) return
    shown = undefined
    closed()
  })
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close()
  })
  // Opened by the server for those without scripts: here it becomes a window of its own.
  dialog.removeAttribute('open')

  return {
    /** Whether this signal is being looked at. */
    isOpen: (/** @type {string} */ id) => shown === id,
    /**
     * @param {string} id
     * @param {Choice} choice
     * @param {Signal | undefined} known
     */
    async open(id, choice, known) {
      shown = id
      try {
        const signal = known ?? /** @type {Signal} */ (await getJson(`/signals/${encodeURIComponent(id)}`)) // our own route
        if (shown === id) morph(dialog, signalCard(signal, choice, Date.now()))
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
