export interface ShellBlock {
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly script: string
  /** Why the tests do not run it; undefined: they do. */
  readonly notRun?: string
  /** What its standard output must show, at once or a moment later. */
  readonly prints?: RegExp
  /** It goes on by itself; what it must write before the next block is run. */
  readonly goesOnAfter?: RegExp
}

/**
 * The `sh` blocks of a page in Markdown. A comment on the line before a block says what is special about it: `<!-- not run: reason -->`
 * or `<!-- prints: regular expression -->` or `<!-- goes on after: regular expression -->`.
 */
export function shellBlocks(markdown: string): ShellBlock[] {
  return [...markdown.matchAll(/(?:^<!-- (not run|prints|goes on after): (.+) -->\n)?^```sh\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, kind, text = '', script = ''] = match
    const fence = match.index + match[0].indexOf('```sh')
    return {
      line: markdown.slice(0, fence).split('\n').length,
      script,
      ...(kind === 'not run' ? { notRun: text } : {}),
      ...(kind === 'prints' ? { prints: new RegExp(text) } : {}),
      ...(kind === 'goes on after' ? { goesOnAfter: new RegExp(text) } : {}),
    }
  })
}
