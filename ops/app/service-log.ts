import type { Logger } from 'pino'

/** Where a running installation says what it does; pino in production. */
export type ServiceLog = Pick<Logger, 'info' | 'warn' | 'error' | 'child'>
