/** @import { Signal } from '../shared/shapes.ts' */

/**
 * Follows the signals for as long as somebody can see the page: a browser has few connections to one server, and a hidden page must not
 * keep one from another. After a break the browser comes back by itself and says where it left off; what it takes for final, such as a
 * server that has too many listeners, is tried again from the start.
 *
 * @param {(signal: Signal) => void} heard of each new or changed signal
 * @param {() => void} broken when the stream has ended, before it is tried again
 */
export function followSignals(heard, broken) {
  /** @type {EventSource | undefined} */
  let stream

  function follow() {
    if (document.hidden || stream !== undefined) return
    const opened = new EventSource('/signals/stream')
    stream = opened
    opened.addEventListener('signal', ({ data }) => heard(JSON.parse(data)))
    opened.addEventListener('error', () => {
      broken()
      if (opened.readyState !== EventSource.CLOSED || stream !== opened) return
      stream = undefined
      setTimeout(follow, AGAIN_MS)
    })
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      stream?.close()
      stream = undefined
    } else {
      follow()
    }
  })
  follow()
}

const AGAIN_MS = 5_000
