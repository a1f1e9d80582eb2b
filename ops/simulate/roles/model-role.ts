import type { ReadModel } from '../../../projections/read-model.ts'
import { keepModel } from '../../../projections/runner/keep-model.ts'
import type { Role } from '../node.ts'
import { simStore } from '../sim-store.ts'
import { describe } from './describe.ts'
import { portsOf, type RoleWorld } from './role-world.ts'

/**
 * Keeps a read model, as every process does beside others that may be older or newer. Where rows were compared with those that were built
 * anew of the same log, they are equal.
 */
export function modelRole(model: ReadModel, world: RoleWorld): Role {
  return (process, version) => {
    const { failpoint, ...ports } = portsOf(process, world)
    const own = world.modelOf(model, Number(version.slice(1)))
    const keeper = keepModel(
      own,
      { ...ports, store: simStore(process, world.store) },
      {
        rebuilt({ differences = [] }) {
          const different = differences.filter(({ gone, added, changed }) => gone + added + changed > 0)
          if (different.length > 0) world.violated(`${process.name}: built anew, ${JSON.stringify(different)}`)
        },
      },
      { shared: true, failpoint },
    )
    const abort = new AbortController()
    const done = keeper.run(abort.signal).catch((error: unknown) => {
      if (process.alive) world.violated(`${process.name}: ${model.name} stopped with ${describe(error)}`)
    })
    return {
      async stop() {
        abort.abort()
        await done
      },
    }
  }
}
