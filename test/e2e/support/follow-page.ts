import { spawn } from 'node:child_process'
import * as assert from 'uvu/assert'
import { type ShellBlock, shellBlocks } from './shell-blocks.ts'
import { type Begun, watchChild } from './watch-child.ts'

/** Who follows a page, and where. */
export interface Reader {
  /** Folder in which the blocks run. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** How long a block is tried again until it prints what it should, milliseconds: read models follow the log. */
  readonly patienceMs: number
  /** Puts the addresses of this run in the place of those that the page names. */
  rewrite(script: string): string
}

/** The blocks of a page that are to be run; the others are named aloud, with the reason. */
export function blocksToRun(page: string, markdown: string): ShellBlock[] {
  const blocks = shellBlocks(markdown)
  for (const { line, notRun } of blocks) if (notRun) console.log(`not run: ${page}:${line}: ${notRun}`)
  return blocks.filter(({ notRun }) => notRun === undefined)
}

/**
 * Runs blocks one after the other, as a reader does: what one exports holds for the next, and what goes on by itself runs beside them
 * until the page has ended it, or the last block is over.
 */
export async function followPage(page: string, blocks: readonly ShellBlock[], reader: Reader): Promise<void> {
  const goingOn: Begun[] = []
  let exports = ''
  try {
    for (const { line, script, prints, goesOnAfter } of blocks) {
      const where = `${page}:${line}`
      const whole = `${exports}${reader.rewrite(script)}`
      exports = (whole.match(/^export .*\n/gm) ?? []).join('')
      if (goesOnAfter) goingOn.push(await beginBlock(whole, goesOnAfter, reader))
      else await runBlock(where, whole, prints, reader)
    }
  } finally {
    for (const { child } of goingOn) endGroup(child.pid)
    await Promise.all(goingOn.map(({ ended }) => ended))
  }
}

async function runBlock(where: string, script: string, prints: RegExp | undefined, reader: Reader): Promise<void> {
  const latest = Date.now() + reader.patienceMs
  for (;;) {
    const { code, out, err } = await shell(script, reader).ended
    assert.is(code, 0, `${where}\n${out}${err}`)
    if (prints === undefined || prints.test(out)) return
    assert.ok(Date.now() < latest, `${where} does not print ${prints}:\n${out}${err}`)
  }
}

async function beginBlock(script: string, until: RegExp, reader: Reader): Promise<Begun> {
  const begun = shell(script, reader)
  await begun.wrote(until)
  return begun
}

/** A group of its own, so that it can be ended with all that it has started. */
function shell(script: string, { folder, env }: Reader): Begun {
  const options = { cwd: folder, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] }
  const begun = watchChild(spawn('sh', ['-eu', '-c', script], options))
  begun.child.stdin.end()
  return begun
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return // it has never started
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // the page itself has ended it
  }
}
