import { keepModel } from '../../../projections/runner/keep-model.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { noFailpoint } from '../../../streams/runtime/ports/failpoint.ts'
import { type ReadModelState, readModelState } from '../../api/read-model-state.ts'
import { requestRebuild } from '../../api/request-rebuild.ts'
import type { Connection } from '../../app/connection/connection.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { openDatabase } from '../../app/parts/database-part.ts'
import { readModels } from '../../app/read-models.ts'
import { stages } from '../../app/stages.ts'
import { Undo } from '../../app/undo.ts'
import { callApi } from '../instance/call-api.ts'
import { requireRunning } from '../instance/require-running.ts'
import { findRunning } from '../run-file.ts'

/** The read models of an installation, through the API of what runs or without anything that does. */
export interface ReadModels {
  list(): Promise<readonly ReadModelState[]>
  /**
   * Has one built anew and waits for it.
   * @returns how it is then; undefined when it was interrupted
   * @throws HS_MODEL_UNKNOWN, HS_MODEL_BUILDING
   */
  rebuild(name: string, step: (done: number, total: number) => void): Promise<ReadModelState | undefined>
}

/** @throws HS_DATABASE_UNAVAILABLE and what keeps log and database from being reached */
export async function withReadModels<T>(
  connection: Connection,
  dsn: string | undefined,
  interrupted: AbortSignal,
  work: (models: ReadModels) => Promise<T>,
): Promise<T> {
  if (findRunning(connection.data)) {
    const { url } = requireRunning(connection.data)
    const list = async () => ((await callApi(url, '/read-models')) as { models: ReadModelState[] }).models // our own API of this version
    return work({
      list,
      async rebuild(name, step) {
        await callApi(url, `/read-models/${encodeURIComponent(name)}/rebuild`, { method: 'POST' })
        return untilBuilt(name, list, step, interrupted)
      },
    })
  }
  const undo = new Undo()
  try {
    const { log, codec } = await openInstallation(connection, stages)
    undo.add(() => log.close())
    const { store } = await openDatabase(undo, connection.data, dsn, noFailpoint)
    const list = () => Promise.all(readModels.map((model) => readModelState(model, log, store)))
    return await work({
      list,
      async rebuild(name, step) {
        const model = await requestRebuild({ log, store, models: readModels }, name)
        const shared = connection.kind === 'kafka'
        const keeper = keepModel(model, { log, codec, store, clock: systemClock }, {}, { shared })
        const stop = new AbortController()
        const kept = keeper.run(stop.signal)
        const states = () => Promise.all(readModels.map((one) => readModelState(one, log, store, [keeper.status()])))
        try {
          return await Promise.race([untilBuilt(name, states, step, interrupted), kept.then(() => undefined)])
        } finally {
          stop.abort()
          await kept
        }
      },
    })
  } finally {
    await undo.all()
  }
}

async function untilBuilt(
  name: string,
  list: () => Promise<readonly ReadModelState[]>,
  step: (done: number, total: number) => void,
  interrupted: AbortSignal,
): Promise<ReadModelState | undefined> {
  while (!interrupted.aborted) {
    const state = (await list()).find(({ model }) => model === name)
    if (!state?.rebuild) return state
    step(state.rebuild.done, state.rebuild.total)
    await systemClock.sleep(LOOK_MS, interrupted)
  }
  return undefined
}

const LOOK_MS = 250
