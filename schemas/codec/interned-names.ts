import { ByteTable } from './byte-table.ts'
import { ownCopy } from './own-copy.ts'

/** One frozen array for each list of metric names that is in use. */
export class InternedNames {
  private readonly lists: ByteTable<readonly string[]>

  constructor(limitBytes: number) {
    this.lists = new ByteTable(limitBytes)
  }

  of(names: readonly string[]): readonly string[] {
    const key = Buffer.from(JSON.stringify(names))
    const known = this.lists.find(key, 0, key.length)
    if (known) return known
    const list = Object.freeze([...names])
    this.lists.add(ownCopy(key), list, key.length + names.length * 8)
    return list
  }
}
