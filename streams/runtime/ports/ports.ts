import type { Codec } from '../../../schemas/codec/codec.ts'
import type { Log } from '../log/log.ts'
import type { Clock } from './clock.ts'
import type { Failpoint } from './failpoint.ts'

/** What the engine's shell needs of the world. */
export interface Ports {
  readonly log: Log
  readonly codec: Codec
  readonly clock: Clock
  readonly failpoint: Failpoint
}
