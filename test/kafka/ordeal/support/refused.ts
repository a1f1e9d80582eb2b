import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../../../ops/cli/run.ts'
import { fakeTerminal } from '../../../unit/ops/cli/fake-terminal.ts'

/** How a start ended that was not to be. */
export interface Refusal {
  /** The stable code in the text; undefined when the process has started. */
  readonly code: string | undefined
  /** What the person at the terminal reads. */
  readonly text: string
  readonly exit: number
  readonly tookMs: number
}

/**
 * Starts the stages by the command line, as a user would, where that must fail.
 *
 * @param args  where the installation is
 * @param env   the environment of the command
 */
export async function refused(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Refusal> {
  const data = mkdtempSync(join(tmpdir(), 'homeostat-refused-'))
  const terminal = fakeTerminal({ env })
  const all = ['run', '--roles', 'stages', '--data', data, '--port', '0', '--for', '1s', '--json', ...args]
  const startedAt = performance.now()
  try {
    const exit = await run(all, terminal)
    const text = terminal.complained.join('\n')
    return { code: /\[(HS_\w+)\]\s*$/.exec(text)?.[1], text, exit, tookMs: performance.now() - startedAt }
  } finally {
    rmSync(data, { recursive: true })
  }
}
