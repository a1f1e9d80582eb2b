import { type ErrorCode, errorCatalogue } from '../../../../schemas/core/error-catalogue.ts'
import type { Answer } from './request.ts'

/** The code of a refusal; an error unless it is problem+json with a code of the catalogue and the status that belongs to it. */
export function refusalOf({ status, headers, body }: Answer): ErrorCode {
  const code = isProblem(body) ? codes.find((known) => known === body.code) : undefined
  if (code === undefined) throw new Error(`not a refusal with a known code: ${status} ${JSON.stringify(body)}`)
  if (status !== errorCatalogue[code].status) throw new Error(`${code} came with ${status}`)
  if (!headers['content-type']?.startsWith('application/problem+json')) throw new Error(`${code} is ${headers['content-type']}`)
  return code
}

const codes = Object.keys(errorCatalogue) as ErrorCode[] // the catalogue's keys are the codes

function isProblem(body: unknown): body is { code: string } {
  return typeof body === 'object' && body !== null && 'code' in body
}
