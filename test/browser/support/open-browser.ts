import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { browserPath } from '../../support/browser/browser-path.ts'

/** A page in a real browser, with everything that it complained of. */
export interface Visit {
  readonly page: Page
  /** Errors and warnings of the console, errors of scripts, and what the page's own policy refused. */
  readonly complaints: string[]
  /** Keeps a picture when `TEST_SCREENSHOTS` names a folder. */
  picture(name: string, options?: { readonly whole?: boolean }): Promise<void>
}

export interface TestBrowser {
  visit(url: string, options?: BrowserContextOptions): Promise<Visit>
  close(): Promise<void>
}

/** Starts the Chromium of this machine without a window. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: browserPath() ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
  return {
    async visit(url, options = {}) {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      page.setDefaultTimeout(LONGEST_MS)
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      await page.goto(url)
      return { page, complaints, picture: (name, { whole = false } = {}) => keep(page, name, whole) }
    },
    close: () => browser.close(),
  }
}

const LONGEST_MS = 20_000

async function keep(page: Page, name: string, fullPage: boolean): Promise<void> {
  const folder = process.env.TEST_SCREENSHOTS
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage })
}
