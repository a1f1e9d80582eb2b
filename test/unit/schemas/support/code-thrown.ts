import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

/** The code of what `run` throws; `nothing` when it does not throw, the whole text when it is not an error of ours. */
export function codeThrown(run: () => unknown): string {
  try {
    run()
    return 'nothing'
  } catch (error) {
    return error instanceof HomeostatError ? error.code : `foreign: ${error}`
  }
}
