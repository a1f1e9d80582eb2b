import type { RecordMap } from '../../schemas/generated/records.ts'
import { appendRequest, type RequestName } from '../api/append-request.ts'
import type { Installation } from '../app/open-installation.ts'

/**
 * What people ask for in a history: mutes that are begun, ended, repeated and refused, and marks on signals that do not exist. None of
 * it names what the history holds, because whether a signal or a request comes first is chance there; what is answered is not.
 */
export async function feedRequests(installation: Installation, count: number, from: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const at = from + n * 1_000
    const say = <K extends RequestName>(type: K, value: RecordMap[K]) => appendRequest(installation, 'default', type, value, at)
    const mute = { id: `mute-${n}`, source: `nobody-${n}-*`, metric: '*', until: at + 3_600_000, reason: 'a test', by: 'ann' }
    await say('MuteRequested', mute)
    if (n % 2 === 0) await say('MuteRequested', mute)
    await say('UnmuteRequested', { id: `unmute-${n}`, mute: mute.id, by: 'bob' })
    await say('AcknowledgeRequested', { id: `seen-${n}`, signal: 'none', note: '', by: 'ann' })
    await say('MuteRequested', { ...mute, id: `past-${n}`, until: at - 1 })
  }
}
