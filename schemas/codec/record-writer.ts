import type { Type } from 'avsc'
import { HomeostatError } from '../core/homeostat-error.ts'
import type { RecordMap, RecordName } from '../generated/records.ts'
import { HEADER_BYTES, writeHeader } from './wire-format.ts'

/** Writes records through avsc into one kept buffer, and copies out what was written. */
export class RecordWriter {
  private buffer = Buffer.alloc(4096)

  constructor(
    private readonly types: Readonly<Record<RecordName, Type>>,
    private readonly ids: ReadonlyMap<RecordName, number>,
  ) {}

  /** @throws HS_RECORD_INVALID naming the field that does not fit */
  write<K extends RecordName>(name: K, value: RecordMap[K]): Buffer {
    const end = this.tryWrite(name, value)
    if (end >= 0) return this.copy(name, end)
    this.buffer = Buffer.alloc(2 ** Math.ceil(Math.log2(this.buffer.length - end)))
    return this.copy(name, this.tryWrite(name, value))
  }

  /** Where the record ends, or how many bytes are missing, as a negative number. */
  private tryWrite<K extends RecordName>(name: K, value: RecordMap[K]): number {
    try {
      return this.types[name].encode(value, this.buffer, HEADER_BYTES)
    } catch (cause) {
      throw new HomeostatError('HS_RECORD_INVALID', {
        message: `The ${name} cannot be written: ${this.reason(name, value, cause)}.`,
        cause,
      })
    }
  }

  private copy(name: RecordName, end: number): Buffer {
    writeHeader(this.buffer, this.ids.get(name) ?? 0)
    return Buffer.from(this.buffer.subarray(0, end))
  }

  private reason(name: RecordName, value: unknown, cause: unknown): string {
    const faults: string[] = []
    this.types[name].isValid(value, {
      errorHook: (path, found, type) =>
        void faults.push(`${path.join('.')} is ${String(found).slice(0, 80)} and not ${type.typeName}`),
    })
    return faults[0] ?? (cause instanceof Error ? cause.message : String(cause))
  }
}
