import type { ReadModel } from '../../../../projections/read-model.ts'
import { keepModel } from '../../../../projections/runner/keep-model.ts'
import type { ProjectionListener, ProjectionStatus } from '../../../../projections/runner/projection.ts'
import type { Store } from '../../../../projections/store/store.ts'
import { hurriedClock } from './hurried-clock.ts'
import type { World } from './world.ts'

/** Runs the projection of a model until it has read everything and committed it. */
export async function catchUp(
  world: World,
  store: Store,
  model: ReadModel,
  listener: ProjectionListener = {},
): Promise<ProjectionStatus> {
  const { log, codec } = world
  const stop = new AbortController()
  const clock = hurriedClock(() => {
    if (running.status().caughtUp) stop.abort()
  })
  const running = keepModel(model, { log, codec, store, clock }, listener)
  await running.run(stop.signal)
  return running.status()
}
