import { entryHash, NO_HASH } from '../../schemas/audit/entry-hash.ts'
import type { Cause } from '../../schemas/generated/records.ts'
import { AuditEntries, ControlRequests } from '../../schemas/topics.ts'
import { type Context, processor, type StateCodec } from '../runtime/api/processor.ts'
import type { Act } from './act.ts'
import { actsOf } from './acts-of.ts'
import { AuditConfig } from './audit-config.ts'
import { told } from './told.ts'

/** The last link of a tenant's chain. */
export interface ChainState {
  readonly n: number
  readonly hash: string
}

/** Writes one entry for each act, chained by hash to the one before. */
export const auditChain = processor({
  name: 'audit-chain',
  reads: [ControlRequests],
  writes: [AuditEntries],
  config: AuditConfig,
  state: chainState(),
  onThrow: 'keep',
  on: Object.fromEntries(
    Object.entries(actsOf).map(([type, toAct]) => [
      type,
      (value: never, ctx: Context<ChainState, unknown>) => append(toAct(value), ctx),
    ]),
  ),
})

function append(act: Act, ctx: Context<ChainState, unknown>): void {
  const { state, key: tenant, place } = ctx
  const cause: Cause = { ...place }
  const at = act.at ?? ctx.at
  const unhashed = { form: 1, tenant, n: state.n + 1, at, ...told(act), cause, previous: state.hash }
  const entry = { ...unhashed, hash: entryHash(unhashed) }
  ctx.emit(AuditEntries, 'AuditEntry', entry, { key: `${tenant}/audit`, at })
  ctx.state = { n: entry.n, hash: entry.hash }
}

function chainState(): StateCodec<ChainState> {
  return {
    version: 1,
    empty: () => ({ n: 0, hash: NO_HASH }),
    encode: ({ n, hash }) => Buffer.from(JSON.stringify({ n, hash })),
    decode: (bytes) => JSON.parse(bytes.toString()) as ChainState, // our own bytes
  }
}
