import type { Terminal } from '../terminal.ts'

/** Draws lines over those of the last time; what is printed above stays. */
export class Screen {
  private height = 0

  constructor(private readonly terminal: Terminal) {}

  /** What does not fit below the top of the window is left out: a cursor cannot go back to what has scrolled away. */
  draw(all: readonly string[]): void {
    const lines = all.slice(0, Math.max(1, this.terminal.rows() - 1))
    this.terminal.draw(`${this.home()}${lines.map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`)
    this.height = lines.length
  }

  /** Removes what was drawn. */
  clear(): void {
    if (this.height > 0) this.terminal.draw(`${this.home()}${CLEAR_BELOW}`)
    this.height = 0
  }

  private home(): string {
    return this.height > 0 ? `\x1b[${this.height}A\r` : ''
  }
}

const CLEAR_LINE = '\x1b[K'
const CLEAR_BELOW = '\x1b[J'
