import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/** Any thrown thing as an error with a code; HS_INTERNAL for what is not one of ours. */
export function asNamed(thrown: unknown): HomeostatError {
  if (thrown instanceof HomeostatError) return thrown
  return new HomeostatError('HS_INTERNAL', { message: thrown instanceof Error ? thrown.message : String(thrown), cause: thrown })
}
