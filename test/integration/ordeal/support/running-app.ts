import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, type AppOptions, startApp } from '../../../../ops/app.ts'
import { Client } from './client.ts'
import { type Noted, noteBook } from './note-book.ts'

const started = new Set<App>()

/** A whole installation in this process, with what it says of itself. */
export interface RunningApp {
  readonly app: App
  readonly client: Client
  readonly noted: readonly Noted[]
}

/** Starts an installation on a free port that watches nothing but what it is sent. */
export async function runApp(data: AppOptions['data'], options: Partial<AppOptions> = {}): Promise<RunningApp> {
  const { logger, noted } = noteBook()
  const app = await startApp({ data, port: 0, sources: [], logger, ...options })
  started.add(app)
  return { app, client: new Client(app.url), noted }
}

/** A folder for one test file. Removing it stops the installations that a failed test has left running. */
export function scratchFolder(): { readonly path: string; remove(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'homeostat-ordeal-'))
  return {
    path,
    async remove() {
      await stopAll()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Stops every installation of this process; those that have ended are not disturbed. */
export async function stopAll(): Promise<void> {
  for (const app of started) await app.stop()
}
