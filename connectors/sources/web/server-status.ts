import type { HomeostatError } from '../../../schemas/core/homeostat-error.ts'

/** How a server that is asked is after the last instant. */
export interface ServerStatus {
  /** `degraded`: some of it gives nothing, the rest does. `failing`: nothing comes. */
  readonly state: 'starting' | 'running' | 'degraded' | 'failing'
  /** The worst that is to be said, also while it runs: that something is empty, or that the clocks differ. */
  readonly error?: HomeostatError | undefined
}
