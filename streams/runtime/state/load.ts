import type { Codec } from '../../../schemas/codec/codec.ts'
import type { RefoldPoint, Snapshot } from '../../../schemas/generated/records.ts'
import type { Log } from '../log/log.ts'
import { readDecoded } from './read-decoded.ts'

/** What restoring begins with: a point from which to fold again, and the states that belong to it. */
export interface Loaded {
  readonly point: RefoldPoint
  readonly snapshots: readonly Snapshot[]
}

/** Told how far reading has come, so that a long restore can be watched. */
export type Progress = (done: number, total: number) => void

/** What the state topic says of a task. */
export interface LoadedState {
  readonly loaded: Loaded
  /** The newest finished base. */
  readonly lastBase: RefoldPoint | undefined
}

/** Record keys of the state topic; those of states have a prefix, because a record may have any key. */
export const POINT_KEY = 'point'
export const LAST_BASE_KEY = 'base'
export const stateKey = (key: string) => `state ${key}`

/** The newest refold point of the state topic with all current snapshots; undefined when there is no point. */
export async function loadState(
  log: Log,
  codec: Codec,
  topic: string,
  partition: number,
  progress: Progress,
): Promise<LoadedState | undefined> {
  const { start, end } = await log.bounds(topic, partition)
  const snapshots = new Map<string, Snapshot>()
  const points = new Map<string, RefoldPoint>()
  for await (const { record, decoded } of readDecoded(log, codec, topic, partition, start, end)) {
    progress(record.offset - start, end - start)
    const key = record.key === null ? '' : record.key.toString()
    if (decoded === undefined) snapshots.delete(key)
    else if (decoded.type === 'RefoldPoint') points.set(key, decoded.value)
    else if (decoded.type === 'Snapshot') snapshots.set(key, decoded.value)
  }
  const point = points.get(POINT_KEY)
  return point && { loaded: { point, snapshots: [...snapshots.values()] }, lastBase: points.get(LAST_BASE_KEY) }
}

/** Every finished base of a task that is still whole, oldest first, without its states. */
export async function listBases(log: Log, codec: Codec, topic: string, partition: number): Promise<RefoldPoint[]> {
  const points: RefoldPoint[] = []
  const { start } = await log.bounds(topic, partition)
  let cut = ''
  for await (const { record, decoded } of readDecoded(log, codec, topic, partition, start)) {
    if (decoded === undefined) continue
    if (cut === '' && start > 0) cut = baseOf(record.key) // retention may have removed the first states of this one
    if (decoded.type === 'RefoldPoint' && baseOf(record.key) !== cut) points.push(decoded.value)
  }
  return points
}

/** The states of one base. */
export async function loadBase(log: Log, codec: Codec, topic: string, partition: number, point: RefoldPoint): Promise<Loaded> {
  const snapshots: Snapshot[] = []
  const prefix = baseKey(point.start, '')
  const { start } = await log.bounds(topic, partition)
  for await (const { record, decoded } of readDecoded(log, codec, topic, partition, start)) {
    if (decoded?.type !== 'Snapshot' || !record.key?.toString().startsWith(prefix)) continue
    const { value } = decoded
    if (value.epoch <= point.end && value.version === point.version) snapshots.push(value)
  }
  return { point, snapshots: lastOfEachKey(snapshots) }
}

/** Record key of a state in a base; the base is named by the epoch at which it was begun. */
export function baseKey(start: number, key: string): string {
  return `${start}\n${key}`
}

function lastOfEachKey(snapshots: readonly Snapshot[]): Snapshot[] {
  return [...new Map(snapshots.map((snapshot) => [snapshot.key, snapshot])).values()]
}

/** The base that a record of the bases topic belongs to. */
function baseOf(key: Buffer | null): string {
  const text = key?.toString() ?? ''
  return text.slice(0, text.indexOf('\n'))
}
