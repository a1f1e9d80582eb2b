import type { Terminal } from '../../../../ops/cli/terminal.ts'

/** A terminal that remembers what was said. */
export function fakeTerminal(
  given: Partial<Pick<Terminal, 'env' | 'interactive' | 'canAsk'>> & { answer?: string } = {},
): Terminal & { readonly said: string[]; readonly complained: string[]; readonly drawn: string[] } {
  const said: string[] = []
  const complained: string[] = []
  const drawn: string[] = []
  return {
    env: given.env ?? {},
    interactive: given.interactive ?? false,
    canAsk: given.canAsk ?? false,
    columns: () => 80,
    rows: () => 4,
    out: (text) => void said.push(text),
    err: (text) => void complained.push(text),
    draw: (text) => void drawn.push(text),
    ask: async () => given.answer ?? '',
    said,
    complained,
    drawn,
  }
}
