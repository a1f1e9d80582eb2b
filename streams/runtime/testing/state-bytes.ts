import type { StateCodec } from '../api/processor.ts'
import { SnapshotLists } from '../state/snapshot-lists.ts'

/** The bytes of a state, as a snapshot of it alone has them: its own, then those of the lists of names that it refers to. */
export function stateBytes<S>(codec: StateCodec<S>, state: S): Buffer {
  const lists = new SnapshotLists()
  return Buffer.concat([codec.encode(state, lists), ...lists.encoded()])
}

/** The state as its bytes bring it back. */
export function throughBytes<S>(codec: StateCodec<S>, state: S): S {
  const lists = new SnapshotLists()
  const bytes = codec.encode(state, lists)
  return codec.decode(bytes, codec.version, new SnapshotLists(lists.encoded()))
}
