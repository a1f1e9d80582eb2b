import { HomeostatError } from '../core/homeostat-error.ts'

/** The error for bytes that do not fit their schema. @param at  byte of the record at which it showed */
export function malformed(what: string, at: number): HomeostatError {
  return new HomeostatError('HS_RECORD_MALFORMED', { message: `The record is malformed at byte ${at}: ${what}.`, value: at })
}
