import pino from 'pino'
import type { ServiceLog } from '../../app/service-log.ts'

/** Every line of the log as pino writes it. */
export function jsonLogger(write: (line: string) => void): ServiceLog {
  return pino({ base: null }, { write: (line: string) => write(line.trimEnd()) })
}

/** Warnings and errors as sentences, with their code at the end. */
export function plainLogger(write: (line: string) => void): ServiceLog {
  return pino({ base: null, level: 'warn' }, { write: (line: string) => write(sentence(JSON.parse(line))) })
}

function sentence({ time, msg, code, err }: Record<string, unknown>): string {
  const at = typeof time === 'number' ? new Date(time).toISOString().slice(11, 19) : ''
  const why = typeof err === 'object' && err !== null && 'message' in err ? ` (${err.message})` : ''
  return `${at} ${msg ?? ''}${why}${code === undefined ? '' : ` [${code}]`}`
}
