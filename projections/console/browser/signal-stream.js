/** @import { Signal } from '../shared/shapes.ts' */

/**
 * Follows the signals for as long as the page is open. The browser comes back by itself after a break and says where it left off; what it
 * takes for final, such as a server that has too many listeners, is tried again from the start.
 *
 * @param {(signal: Signal) => void} heard of each new or changed signal
 * @param {() => void} broken when the stream has ended, before it is tried again
 */
export function followSignals(heard, broken) {
  const stream = new EventSource('/signals/stream')
  stream.addEventListener('signal', ({ data }) => heard(JSON.parse(data)))
  stream.addEventListener('error', () => {
    broken()
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => followSignals(heard, broken), AGAIN_MS)
  })
}

const AGAIN_MS = 5_000
