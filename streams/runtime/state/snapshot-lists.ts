import { isSameNames } from '../../../schemas/codec/is-same-names.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { NameLists } from '../api/processor.ts'
import { decodeNames, encodeNames } from './names-codec.ts'

/** The lists of names of one snapshot. */
export class SnapshotLists implements NameLists {
  private readonly lists: (readonly string[])[]

  /** @param encoded  as `encoded()` gave them */
  constructor(encoded: readonly Buffer[] = []) {
    this.lists = encoded.map(decodeNames)
  }

  numberOf(names: readonly string[]): number {
    const known = this.lists.findIndex((list) => isSameNames(list, names))
    return known < 0 ? this.lists.push(names) - 1 : known
  }

  at(number: number): readonly string[] {
    const list = this.lists[number]
    if (list === undefined) throw new HomeostatError('HS_RECORD_MALFORMED', { value: number, limit: this.lists.length })
    return list
  }

  encoded(): Buffer[] {
    return this.lists.map(encodeNames)
  }
}
