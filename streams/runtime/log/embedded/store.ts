import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { ProcessIdentity } from './process-identity.ts'

/**
 * Says all that retention and searching must know, so that neither ever unpacks a batch: number of the topic, partition, offset of
 * the first entry, offset behind the last one, arrival, bytes.
 */
export type BatchKey = [topic: number, partition: number, base: number, next: number, arrival: number, bytes: number]

export interface TopicRow {
  readonly number: number
  readonly partitions: number
  readonly compacted: boolean
}

export interface PartitionRow {
  readonly start: number
  readonly end: number
  readonly bytes: number
  /** What the last compaction looked at ended here, and so many records it left. */
  readonly compactedTo: number
  readonly leftByLast: number
}

/** The databases of one LMDB environment. */
export interface Store {
  /** Where it lies. */
  readonly folder: string
  readonly root: RootDatabase
  readonly batches: Database<Buffer, BatchKey | number[]>
  readonly topics: Database<TopicRow, string>
  readonly partitions: Database<PartitionRow, [topic: number, partition: number]>
  /** The newest epoch of each writer. */
  readonly writers: Database<number, string>
  readonly id: Database<string, string>
  readonly owner: Database<ProcessIdentity, string>
}

export function openStore(folder: string, readOnly: boolean): Store {
  const root = open({
    path: join(folder, 'records'),
    readOnly,
    noSubdir: false,
    overlappingSync: false, // a transaction is on the disk when it returns, and only then visible
    mapSize: MAP_BYTES,
    maxDbs: 8,
  })
  try {
    return {
      folder,
      root,
      batches: database(root, 'batches', { encoding: 'binary' }),
      topics: database(root, 'topics', { encoding: 'json' }),
      partitions: database(root, 'partitions', { encoding: 'json' }),
      writers: database(root, 'writers', { encoding: 'json' }),
      id: database(root, 'id', { encoding: 'json' }),
      owner: database(root, 'owner', { encoding: 'json' }),
    }
  } catch (error) {
    void root.close()
    throw error
  }
}

function database<V, K extends BatchKey | number[] | string>(
  root: RootDatabase,
  name: string,
  options: { encoding: 'binary' | 'json' },
): Database<V, K> {
  const opened: Database<V, K> | undefined = root.openDB<V, K>(name, options)
  if (opened === undefined) throw new HomeostatError('HS_LOG_MISSING', { value: name })
  return opened
}

/** Address space, not memory and not disk: the file grows with what is written. */
const MAP_BYTES = 2 ** 38
