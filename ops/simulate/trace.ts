import { createHash } from 'node:crypto'

const TAIL_LINES = 60

/** What happened in a simulation, as a hash of all lines and the last of them in clear. */
export class Trace {
  private readonly digest = createHash('sha256')
  private lines: string[] = []
  events = 0

  add(line: string): void {
    this.events++
    this.digest.update(`${line}\n`)
    this.lines.push(line)
    if (this.lines.length >= 2 * TAIL_LINES) this.lines = this.lines.slice(-TAIL_LINES)
  }

  get tail(): readonly string[] {
    return this.lines.slice(-TAIL_LINES)
  }

  /** Hex; may be asked for at any time. */
  get hash(): string {
    return this.digest.copy().digest('hex').slice(0, 16)
  }
}
