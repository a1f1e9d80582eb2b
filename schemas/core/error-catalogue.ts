import type { ErrorEntry } from './error-entry.ts'
import { apiErrors } from './errors/api.ts'
import { cliErrors } from './errors/cli.ts'
import { codecErrors } from './errors/codec.ts'
import { coreErrors } from './errors/core.ts'
import { ingestErrors } from './errors/ingest.ts'
import { logErrors } from './errors/log.ts'
import { readingErrors } from './errors/reading.ts'
import { runtimeErrors } from './errors/runtime.ts'
import { sourceErrors } from './errors/source.ts'
import { tapeErrors } from './errors/tape.ts'

const entries = {
  ...coreErrors,
  ...codecErrors,
  ...logErrors,
  ...runtimeErrors,
  ...sourceErrors,
  ...ingestErrors,
  ...tapeErrors,
  ...readingErrors,
  ...apiErrors,
  ...cliErrors,
}

export type ErrorCode = keyof typeof entries

/** Every error that Homeostat knows, by code; the reference page is generated from it. */
export const errorCatalogue: Record<ErrorCode, ErrorEntry> = entries
