import { formatCount } from './format/count.ts'
import { formatDuration } from './format/duration.ts'
import type { Terminal } from './terminal.ts'

/**
 * Progress of long work, on stderr: redrawn in place on a terminal, and otherwise silent.
 * @returns to be called with what is done, as often as one likes; `end` removes the line
 */
export function progress(terminal: Terminal, what: string): { step(done: number, total: number): void; end(): void } {
  const startedAt = Date.now()
  let shownAt = 0
  return {
    step(done, total) {
      const now = Date.now()
      if (!terminal.interactive || now - shownAt < REDRAW_MS) return
      shownAt = now
      const left = done === 0 ? '' : `, ${formatDuration(((now - startedAt) / done) * (total - done))} left`
      terminal.draw(`\r${what}: ${formatCount(done)} of ${formatCount(total)}${left}\x1b[K`)
    },
    end() {
      if (shownAt > 0) terminal.draw('\r\x1b[K')
    },
  }
}

const REDRAW_MS = 200
