import type { Store } from '../../projections/store/store.ts'
import type { SimProcess } from './sim-process.ts'

/** The rows as one process of a simulation reaches them. */
export function simStore(process: SimProcess, store: Store): Store {
  const ask = <T>(what: string, effect: () => Promise<T>) => process.call(what, effect, 'HS_DATABASE_UNAVAILABLE')
  return {
    open: (model, logId, inputs) => ask(`open ${model.name}`, () => store.open(model, logId, inputs)),
    commit: (model, logId, moves, rows) => ask(`project ${model.name}`, () => store.commit(model, logId, moves, rows)),
    isAt: (model, logId, checkpoints) => ask(`look at ${model.name}`, () => store.isAt(model, logId, checkpoints)),
    standing: (model) => ask(`look for ${model.name}`, () => store.standing(model)),
    begin: (model, logId, inputs, serving) => ask(`begin ${model.name}`, () => store.begin(model, logId, inputs, serving)),
    promote: (model, logId) => ask(`promote ${model.name}`, () => store.promote(model, logId)),
    abandon: (model) => ask(`abandon ${model.name}`, () => store.abandon(model)),
    compare: (model) => ask(`compare ${model.name}`, () => store.compare(model)),
    select: (tenant, query) => ask(`select ${query.table.name}`, () => store.select(tenant, query)),
    expire: (model, before) => ask(`expire ${model.name}`, () => store.expire(model, before)),
  }
}
