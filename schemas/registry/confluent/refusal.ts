import { HomeostatError } from '../../core/homeostat-error.ts'
import { isTlsProblem } from '../../core/is-tls-problem.ts'

export interface Refusal {
  readonly status: number
  /** Confluent's own code in the answer; undefined when there was none. */
  readonly code?: number | undefined
  /** What the server says. */
  readonly reason: string
  /** Of the registry, for people. */
  readonly url: string
  /** What was being done, such as `register a.R`. */
  readonly doing: string
}

/** The error of an answer that is not the one that was hoped for. */
export function refusal({ status, reason, url, doing }: Refusal): HomeostatError {
  const value = `${doing}: ${reason}`
  const told = (sentence: string) => `${sentence} (${url}, ${value})`
  if (status === 401 || status === 403) {
    const message = told('The schema registry refuses this user or password, or does not allow what was asked.')
    return new HomeostatError('HS_REGISTRY_AUTH', { message, value: status })
  }
  if (status === 409) {
    const message = `The registry refuses to ${doing}, because it could not read what an earlier version wrote: ${reason}`
    return new HomeostatError('HS_SCHEMA_INCOMPATIBLE', { message, value: status })
  }
  if (status === 422) {
    const message = `The registry refuses to ${doing}: ${reason}`
    return new HomeostatError('HS_SCHEMA_UNSUPPORTED', { message, value: status })
  }
  if (status === 429 || status >= 500) return unavailable({ url, reason: `${status}, ${value}` })
  const message = told(`The registry's address answers with ${status} and not as Confluent's schema registry would.`)
  return new HomeostatError('HS_REGISTRY_FOREIGN', { message, value: status })
}

/** No answer in time, one that says "later", or a connection that is not trusted. */
export function unavailable({ url, reason, cause }: { url: string; reason: string; cause?: unknown }): HomeostatError {
  if (isTlsProblem(codeIn(cause), reason)) {
    const message = `The schema registry at ${url} is not trusted, or does not speak TLS: ${reason}. Give the certificates that sign its own as HOMEOSTAT_REGISTRY_CA_FILE.`
    return new HomeostatError('HS_REGISTRY_TLS', { message, value: url, cause })
  }
  const message = `The schema registry at ${url} cannot be asked: ${reason}. Start it or correct its address.`
  return new HomeostatError('HS_REGISTRY_UNAVAILABLE', { message, value: url, cause })
}

function codeIn(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}
