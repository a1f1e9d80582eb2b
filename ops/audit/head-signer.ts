import { headText } from '../../schemas/audit/head-text.ts'
import { eventHeaders } from '../../schemas/cloudevents/event-headers.ts'
import { outputId } from '../../schemas/cloudevents/output-id.ts'
import type { Decoded } from '../../schemas/codec/codec.ts'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { AuditHead } from '../../schemas/generated/records.ts'
import { AuditCheckpoints, AuditEntries } from '../../schemas/topics.ts'
import type { NewRecord } from '../../streams/runtime/log/log.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { readDecoded } from '../../streams/runtime/state/read-decoded.ts'
import type { SigningKey } from './audit-key.ts'
import { chainCheck } from './chain-check.ts'

export const HEADS_WRITER = 'audit-heads'

export interface HeadSigner {
  /**
   * Signs the newest entry of each chain that has grown since its last head. What was signed before is looked at first: a trail that
   * does not fit together, or not to what was signed, gets no head any more.
   * @returns the new heads; none when nothing has grown
   * @throws HS_AUDIT_BROKEN, HS_LOG_FENCED when another process signs at this moment, and what the log throws
   */
  sign(): Promise<readonly AuditHead[]>
}

/** @param key the one that signs; heads of other keys are taken as they are, `homeostat audit verify` judges them */
export function headSigner({ log, codec, clock }: Pick<Ports, 'log' | 'codec' | 'clock'>, key: SigningKey): HeadSigner {
  const chain = chainCheck()
  const signed = new Map<string, number>()
  /** By topic; moves with every record, so that what could not be read to its end is read on and not again. */
  const next = new Map<string, number>()
  /** Heads that were read and not compared yet. */
  let unseen: AuditHead[] = []
  let broken: HomeostatError | undefined

  /** Heads first: what they tell of stands in the log before them. */
  async function read(): Promise<void> {
    await follow(AuditCheckpoints.name, (decoded) => {
      if (decoded?.type === 'AuditHead') unseen.push(decoded.value)
    })
    await follow(AuditEntries.name, (decoded) => {
      const [fault] = decoded?.type === 'AuditEntry' ? chain.next(decoded.value) : []
      if (fault !== undefined) throw broke(fault)
    })
    for (const { tenant, n, hash } of unseen) {
      const found = chain.hashOf(tenant, n)
      if (found !== hash) throw broke(`Entry ${n} of ${tenant} was signed with the hash ${hash}, and now has ${found ?? 'none'}.`)
      signed.set(tenant, Math.max(n, signed.get(tenant) ?? 0))
    }
    unseen = []
  }

  async function follow(topic: string, each: (decoded: Decoded | undefined) => void): Promise<void> {
    const { end } = await log.settled(topic, 0)
    for await (const { record, decoded } of readDecoded(log, codec, topic, 0, next.get(topic) ?? 0, end)) {
      next.set(topic, record.offset + 1)
      each(decoded)
    }
  }

  function broke(message: string): HomeostatError {
    broken = new HomeostatError('HS_AUDIT_BROKEN', { message })
    return broken
  }

  function newHeads(): AuditHead[] {
    const at = clock.now()
    return [...chain.newest()].flatMap(([tenant, n]) => {
      const hash = chain.hashOf(tenant, n)
      if (hash === undefined || n <= (signed.get(tenant) ?? 0)) return []
      const head = { tenant, n, hash, at, key: key.id }
      return [{ ...head, signature: key.sign(headText(head)) }]
    })
  }

  function recordOf(head: AuditHead): NewRecord {
    const { tenant, at, n } = head
    const id = outputId(log.id, HEADS_WRITER, 0, key.id, String(n), tenant, 0)
    return {
      topic: AuditCheckpoints.name,
      partition: 0,
      key: Buffer.from(`${tenant}/audit`),
      value: codec.encode('AuditHead', head),
      headers: eventHeaders({ id, type: 'AuditHead', source: '/homeostat/audit', time: at, tenant }),
    }
  }

  return {
    async sign() {
      if (broken) throw broken
      await read()
      if (newHeads().length === 0) return []
      const writer = await log.writer(HEADS_WRITER)
      try {
        await read() // whoever held the writer may have signed meanwhile
        const heads = newHeads()
        if (heads.length > 0) await writer.commit(heads.map(recordOf))
        for (const { tenant, n } of heads) signed.set(tenant, n)
        return heads
      } finally {
        await writer.close()
      }
    },
  }
}
