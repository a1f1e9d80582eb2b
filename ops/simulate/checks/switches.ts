import type { ReadModel } from '../../../projections/read-model.ts'
import { foldTo } from '../../../projections/runner/fold-to.ts'
import { memoryStore } from '../../../projections/store/memory.ts'
import type { Kept, Store } from '../../../projections/store/store.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'
import { compareRows, rowsOf } from './rows.ts'

/**
 * A store that is looked at whenever rows take the place of others: they never go back in the log, and they are those that the log gives
 * when it is folded in one go up to where they stand. Where retention has been nothing can be said of that.
 */
export function watchSwitches(store: Store, ports: Ports, told: { switched(): void; violated(what: string): void }): Store {
  return {
    ...store,
    async promote(model, logId) {
      const { serving } = await store.standing(model)
      const outcome = await store.promote(model, logId)
      if (outcome !== 'switched') return outcome
      told.switched()
      const problem = await lookAt(model, serving)
      if (problem !== undefined) told.violated(`${model.name} was switched: ${problem}`)
      return outcome
    },
  }

  async function lookAt(model: ReadModel, before: Kept | undefined): Promise<string | undefined> {
    const { serving } = await store.standing(model)
    const now = new Map(serving?.checkpoints.map(({ topic, partition, next }) => [`${topic}/${partition}`, next]))
    for (const { topic, partition, next } of before?.checkpoints ?? [])
      if (next > (now.get(`${topic}/${partition}`) ?? 0)) return `${topic} had been folded up to ${next}`
    const targets = (serving?.checkpoints ?? []).map(({ next, ...place }) => ({ ...place, offset: next }))
    for (const { topic, partition } of targets) if ((await ports.log.bounds(topic, partition)).start > 0) return undefined
    const fresh = memoryStore()
    await foldTo(model, { ...ports, store: fresh }, targets, new AbortController().signal)
    return compareRows(await rowsOf(store, [model]), await rowsOf(fresh, [model]))
  }
}
