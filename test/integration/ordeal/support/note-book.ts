import type { ServiceLog } from '../../../../ops/app/service-log.ts'

export interface Noted {
  readonly level: 'info' | 'warn' | 'error'
  readonly code: string
  readonly message: string
}

/** A service log that keeps what it is told. */
export function noteBook(): { readonly logger: ServiceLog; readonly noted: readonly Noted[] } {
  const noted: Noted[] = []
  const note = (level: Noted['level']) => (fields: object, message: string) => {
    noted.push({ level, code: codeIn(fields), message })
  }
  const logger = { info: note('info'), warn: note('warn'), error: note('error'), child: () => logger } as unknown as ServiceLog // of pino's many forms of a call only this one is used
  return { logger, noted }
}

function codeIn(fields: object): string {
  if ('code' in fields) return String(fields.code)
  return 'err' in fields ? String(fields.err) : ''
}
