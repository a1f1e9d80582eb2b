import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { skipUnless } from '../skip.ts'

/** The Chromium of this machine; undefined when there is none. `TEST_BROWSER` names another one. */
export function browserPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const places = programs.flatMap((program) => folders.map((folder) => join(folder, program)))
  return [process.env.TEST_BROWSER ?? '', ...places].find(isProgram)
}

/** Ends a test file as skipped, loudly, where there is no browser; in CI that is a failure. */
export function skipUnlessBrowser(): void {
  const why = 'There is no Chromium here. Install one (`apt-get install chromium-headless-shell`), or name one with TEST_BROWSER.'
  skipUnless(browserPath() !== undefined, why)
}

/** The smallest first. */
const programs = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return path !== ''
  } catch {
    return false // not there, or not for us: both mean "another one"
  }
}
