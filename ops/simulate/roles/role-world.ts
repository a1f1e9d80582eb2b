import type { ReadModel } from '../../../projections/read-model.ts'
import type { Store } from '../../../projections/store/store.ts'
import type { Codec } from '../../../schemas/codec/codec.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'
import type { TaskSettings } from '../../../streams/runtime/task/settings.ts'
import type { SimGroups } from '../sim-groups.ts'
import { simLog } from '../sim-log.ts'
import type { SimProcess } from '../sim-process.ts'

/** What all roles work with. */
export interface RoleWorld {
  readonly log: Log
  readonly store: Store
  readonly codec: Codec
  readonly groups: SimGroups
  readonly settings: TaskSettings
  /** Of what is installed; processes that are already running may be older. */
  version: number
  /** An unknown version that the installed one may take over from, as a person decides with --adopt. */
  adopt: string | undefined
  /** A read model as a process of this version has it. */
  modelOf(model: ReadModel, version: number): ReadModel
  /** Told when a task goes on from what its process still knew. */
  resumed(): void
  /** Told when something ends with an error that must not be. */
  violated(what: string): void
}

export function portsOf(process: SimProcess, { log, codec, groups }: RoleWorld): Ports {
  return { log: simLog(process, log, groups), codec, clock: process.clock, failpoint: process.failpoint }
}
