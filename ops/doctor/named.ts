import { errorCatalogue } from '../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { type Check, failed } from './check.ts'

/** A look of which an error with a name is a finding, with its remedy. */
export function named(look: Check['run']): Check['run'] {
  return async (context) => {
    try {
      return await look(context)
    } catch (error) {
      if (error instanceof HomeostatError) return failed(`${error.message} [${error.code}]`, errorCatalogue[error.code].remedy)
      throw error
    }
  }
}
