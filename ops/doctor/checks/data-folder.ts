import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Check, type Finding, failed, ok, warning } from '../check.ts'

export const dataFolder: Check = {
  name: 'data folder',
  run({ data }): Finding {
    const folder = resolve(data)
    const there = existsSync(folder)
    const looked = there ? folder : existingParent(folder)
    try {
      accessSync(looked, constants.W_OK | constants.X_OK)
    } catch {
      return failed(
        `${looked} cannot be written`,
        'Give yourself the right to write there, or choose another folder with --data.',
      )
    }
    if (!there) return ok(`${folder} will be made on the first start`)
    const { mode } = statSync(folder)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return warning(
        `${folder} can be entered by others (mode ${(mode & 0o777).toString(8)})`,
        `Run \`chmod 700 ${folder}\`; \`homeostat up\` does it too.`,
      )
    }
    return ok(folder)
  },
}

/** The nearest folder above that exists. */
export function existingParent(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingParent(dirname(folder))
}
