import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Does `work` in a temporary folder, which is left for a look, and the process ends with 1, when it was not as it should be. */
export async function withScratchFolder(name: string, work: (folder: string) => Promise<boolean>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `homeostat-${name}-`))
  if (await work(folder)) {
    rmSync(folder, { recursive: true, force: true })
  } else {
    console.log(`The data is left in ${folder} for a look.`)
    process.exitCode = 1
  }
}
