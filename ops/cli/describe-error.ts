import { errorCatalogue } from '../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/** What a person is told of an error: what is wrong, what to do, the stable code. The stack only for those who ask for it. */
export function describeError(error: unknown, debug: boolean): string {
  const lines = error instanceof HomeostatError ? named(error) : unnamed(error)
  if (debug && error instanceof Error) lines.push(error.stack ?? '', ...causes(error))
  return lines.join('\n')
}

function named(error: HomeostatError): string[] {
  const { says, remedy } = errorCatalogue[error.code]
  const why = error.message === says ? [] : [`  ${error.message}`]
  return [`${says}`, ...why, `  What to do: ${remedy} [${error.code}]`]
}

function unnamed(error: unknown): string[] {
  const { says, remedy } = errorCatalogue.HS_INTERNAL
  const message = error instanceof Error ? error.message : String(error)
  return [says, `  ${message}`, `  What to do: ${remedy} HOMEOSTAT_DEBUG=1 shows where it came from. [HS_INTERNAL]`]
}

function causes(error: Error): string[] {
  return error.cause instanceof Error ? [`caused by ${error.cause.stack}`, ...causes(error.cause)] : []
}
