import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { WebCodes } from './web-codes.ts'

/** What an error of the connection means; the messages of the system hold addresses, never headers. */
export function transportError(error: unknown, url: string, signal: AbortSignal, codes: WebCodes): HomeostatError {
  if (signal.aborted) return new HomeostatError(codes.timeout, { message: `${url} has not answered in time.`, cause: error })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = error instanceof Error ? error.message : String(error)
  if (isAboutTrust(code))
    return new HomeostatError(codes.tls, { message: `${url}: ${why} (${code}).`, value: code, cause: error })
  return new HomeostatError(codes.unreachable, { message: `${url}: ${reason(why, code)}.`, value: code || why, cause: error })
}

/** Errors of several addresses of one name come together and have no message of their own. */
function reason(why: string, code: string): string {
  return why === '' ? code : why
}

function isAboutTrust(code: string): boolean {
  return /CERT|SELF_SIGNED|^UNABLE_TO|^ERR_TLS|^ERR_SSL|^EPROTO$|HOSTNAME_MISMATCH/.test(code)
}
