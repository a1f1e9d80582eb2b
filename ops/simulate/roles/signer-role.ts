import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import type { SigningKey } from '../../audit/audit-key.ts'
import { headSigner } from '../../audit/head-signer.ts'
import type { Role } from '../node.ts'
import { describe } from './describe.ts'
import { portsOf, type RoleWorld } from './role-world.ts'

const EVERY_MS = 700

/** Signs the newest entries of the audit trail now and then, and when the process stops in good order; every process does. */
export function signerRole(keys: readonly SigningKey[], world: RoleWorld): Role {
  return (process) => {
    const { clock, ...ports } = portsOf(process, world)
    const { random } = process.around.scheduler
    const signer = headSigner({ ...ports, clock }, random.pick(keys))
    const abort = new AbortController()

    async function sign(): Promise<void> {
      try {
        await signer.sign()
      } catch (error) {
        if (!process.alive) return
        if (codeOf(error) === 'HS_AUDIT_BROKEN') world.violated(`${process.name}: ${describe(error)}`)
        process.note(`signed nothing: ${codeOf(error)}`)
      }
    }

    async function run(): Promise<void> {
      while (!abort.signal.aborted) {
        await clock.sleep(EVERY_MS, abort.signal)
        await sign()
      }
    }
    const done = run().then(sign)
    return {
      async stop() {
        abort.abort()
        await done
      },
    }
  }
}
