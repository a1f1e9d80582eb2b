import type { Snapshot } from '../../../schemas/generated/records.ts'
import type { Stage } from '../api/stage.ts'
import { emptyEntry, type KeyEntry } from '../fold/key-entry.ts'
import { pack, unpack } from './packed.ts'
import { SnapshotLists } from './snapshot-lists.ts'

/** The state of a key as it is written. Slots are written by processor name, so that a stage may gain, lose and reorder processors. */
export function toSnapshot(entry: KeyEntry, stage: Stage, epoch: number, version: string): Snapshot {
  const lists = new SnapshotLists()
  const parts: Buffer[] = []
  const states = [...stage.processors.map((processor) => processor.name), RUNTIME].flatMap((processor, slot) => {
    const state = entry.states[slot]
    const timers = [...(entry.timers[slot] ?? [])].map(([name, at]) => ({ name, at }))
    if (state === undefined && timers.length === 0) return []
    const codec = stage.processors[slot]?.state
    if (state === undefined || codec === undefined) return [{ processor, stateVersion: ABSENT, bytes: NOTHING, size: 0, timers }]
    const bytes = codec.encode(state, lists)
    parts.push(bytes)
    return [{ processor, stateVersion: codec.version, bytes: NOTHING, size: bytes.length, timers }]
  })
  const encoded = lists.encoded()
  return {
    key: entry.key,
    epoch,
    version,
    states,
    lists: encoded.map((list) => list.length),
    packed: pack([...parts, ...encoded]),
    seen: entry.seen ? { newest: entry.seen.newest, recent: entry.seen.recent } : null,
    waiting: entry.waiting,
    windows: (entry.windows ?? []).map(({ spec, input, items }) => ({
      type: spec.type,
      input,
      offsets: items.map((item) => item.offset),
    })),
  }
}

/** A key as it was written. Windows are empty yet: their records are read again from the log. */
export function fromSnapshot(snapshot: Snapshot, stage: Stage): KeyEntry {
  const entry = emptyEntry(snapshot.key)
  const parts = partsOf(snapshot)
  const lists = new SnapshotLists(parts.slice(snapshot.states.length))
  for (const [nth, { processor, stateVersion, timers }] of snapshot.states.entries()) {
    const slot = processor === RUNTIME ? stage.processors.length : stage.processors.findIndex(({ name }) => name === processor)
    if (slot < 0) continue
    if (stateVersion !== ABSENT) entry.states[slot] = stage.processors[slot]?.state.decode(parts[nth], stateVersion, lists)
    if (timers.length > 0) entry.timers[slot] = new Map(timers.map(({ name, at }) => [name, at]))
  }
  if (snapshot.seen) entry.seen = { newest: snapshot.seen.newest, recent: [...snapshot.seen.recent] }
  entry.waiting = [...snapshot.waiting]
  entry.written = snapshot.epoch
  entry.restoredTo = snapshot.epoch
  return entry
}

/** The bytes of each state in their order, then those of the lists. @throws HS_RECORD_MALFORMED */
export function partsOf({ states, lists, packed }: Snapshot): Buffer[] {
  const isFirstVersion = packed.length === 0
  return isFirstVersion ? states.map(({ bytes }) => bytes) : unpack(packed, [...states.map(({ size }) => size), ...lists])
}

/** Name under which the runtime's own timers stand. */
const RUNTIME = ''
/** State version of a processor that has timers but no state. */
const ABSENT = -1
const NOTHING = Buffer.alloc(0)
