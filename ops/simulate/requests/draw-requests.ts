import { eventHeaders } from '../../../schemas/cloudevents/event-headers.ts'
import type { Codec } from '../../../schemas/codec/codec.ts'
import type { RecordMap } from '../../../schemas/generated/records.ts'
import { ControlRequests } from '../../../schemas/topics.ts'
import type { NewRecord } from '../../../streams/runtime/log/log.ts'
import type { RequestName } from '../../api/append-request.ts'
import type { Random } from '../random.ts'

/** What people ask for in a history, one after the other. */
export interface People {
  /** @param signals  ids of those that were raised, as far as whoever asks can know */
  ask(at: number, signals: readonly string[]): NewRecord
}

/** Mutes, marks on signals, acts; some of them twice, some of what is not there, some of another tenant. */
export function drawPeople(random: Random, codec: Codec): People {
  const asked: NewRecord[] = []
  const mutes: string[] = []
  return {
    ask(at, signals) {
      const record = asked.length > 0 && random.chance(0.15) ? random.pick(asked) : draw(at, signals)
      asked.push(record)
      return record
    },
  }

  function draw(at: number, signals: readonly string[]): NewRecord {
    const id = `request ${asked.length}`
    const by = random.pick(['ann', 'bob'])
    const tenant = random.chance(0.8) ? 'default' : 'acme'
    const signal = signals.length > 0 && random.chance(0.8) ? random.pick(signals) : 'none'
    const kind = random.between(0, 9)
    if (kind < 3) {
      mutes.push(id)
      const until = at + random.between(-1_000, 20_000)
      const mute = {
        id,
        source: random.pick(['s1', 's*', '*']),
        metric: random.pick(['*', 'm', 'm1']),
        until,
        reason: 'noise',
        by,
      }
      return request(tenant, 'MuteRequested', mute, at)
    }
    if (kind < 4) return request(tenant, 'UnmuteRequested', { id, mute: random.pick([...mutes, 'none']), by }, at)
    if (kind < 6) return request(tenant, 'AcknowledgeRequested', { id, signal, note: 'seen', by }, at)
    if (kind < 8) return request(tenant, 'FalseAlarmReported', { id, signal, note: '', by }, at)
    if (kind < 9) return request(tenant, 'FalseAlarmWithdrawn', { id, signal, by }, at)
    const act = { act: 'test', outcome: 'done', by, object: id, details: { token: 'x' }, at } as const
    return recordOf(tenant, `${tenant}/test`, id, 'ActDone', codec.encode('ActDone', act), at)
  }

  function request<K extends RequestName>(tenant: string, type: K, value: RecordMap[K], at: number): NewRecord {
    return recordOf(tenant, tenant, value.id, type, codec.encode(type, value), at)
  }
}

function recordOf(
  tenant: string,
  key: string,
  id: string,
  type: RequestName | 'ActDone',
  value: Buffer,
  time: number,
): NewRecord {
  const headers = eventHeaders({ id, type, source: '/simulation', time, tenant, correlationId: id, causationId: id })
  return { topic: ControlRequests.name, partition: 0, key: Buffer.from(key), value, headers }
}
