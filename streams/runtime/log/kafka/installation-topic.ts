import type { NewRecord, Position, ReadResult } from '../log.ts'

/** What is needed of a log to read and write what it says of itself. */
export interface InstallationPorts {
  /** Of the topic `installation`. */
  read(from: number): Promise<ReadResult>
  append(records: readonly NewRecord[]): Promise<readonly Position[]>
  now(): number
}

/** The objects in the topic `installation`, in their order; what someone else has written into it is left out. */
export async function* installationRecords({ read }: Pick<InstallationPorts, 'read'>): AsyncGenerator<object> {
  for (let from = 0, atEnd = false; !atEnd; ) {
    const result = await read(from)
    for (const { value } of result.records) {
      const parsed = parse(value)
      if (typeof parsed === 'object' && parsed !== null) yield parsed
    }
    from = result.next
    atEnd = result.atEnd
  }
}

function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? 'null')
  } catch {
    return undefined
  }
}
