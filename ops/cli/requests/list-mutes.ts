import type { Codec } from '../../../schemas/codec/codec.ts'
import type { MuteBegan, MuteEnded } from '../../../schemas/generated/records.ts'
import { ControlAnswers } from '../../../schemas/topics.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import { readDecoded } from '../../../streams/runtime/state/read-decoded.ts'

export interface ListedMute {
  readonly began: MuteBegan
  /** undefined while it lasts. */
  readonly ended: MuteEnded | undefined
}

/** Every mute that the log still has, oldest first. */
export async function listMutes(log: Log, codec: Codec): Promise<ListedMute[]> {
  const mutes = new Map<string, ListedMute>()
  const { start, end } = await log.bounds(ControlAnswers.name, 0)
  for await (const { decoded } of readDecoded(log, codec, ControlAnswers.name, 0, start, end)) {
    if (decoded?.type === 'MuteBegan') mutes.set(decoded.value.id, { began: decoded.value, ended: undefined })
    if (decoded?.type !== 'MuteEnded') continue
    const mute = mutes.get(decoded.value.id)
    if (mute) mutes.set(decoded.value.id, { ...mute, ended: decoded.value })
  }
  return [...mutes.values()]
}
