import { createInterface } from 'node:readline/promises'

/** What a command needs of the place where it runs, so that tests can give it another. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether a person watches stdout, so that it may be redrawn. */
  readonly interactive: boolean
  /** Whether a person can be asked. */
  readonly canAsk: boolean
  columns(): number
  rows(): number
  /** Results: one line, or several with line feeds between them. */
  out(text: string): void
  /** Everything else: errors, progress, questions. */
  err(text: string): void
  /** Text as it is, without a line feed; for what is redrawn in place. */
  draw(text: string): void
  ask(question: string): Promise<string>
}

/** The terminal of this process. A reader that goes away (`| head`) ends the process quietly. */
export function systemTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  }
  return {
    env: process.env,
    interactive: process.stdout.isTTY === true,
    canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
    columns: () => process.stdout.columns || 100, // 0 where a terminal does not know its size
    rows: () => process.stdout.rows ?? 40,
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    draw: (text) => void process.stdout.write(text),
    async ask(question) {
      const questions = createInterface({ input: process.stdin, output: process.stderr })
      try {
        return await questions.question(question)
      } finally {
        questions.close()
      }
    },
  }
}
