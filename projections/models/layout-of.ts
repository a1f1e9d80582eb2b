import { createHash } from 'node:crypto'

/** Lists of metrics are told apart by a digest, because a key must be short. Interned lists are digested once. */
export function layoutOf(names: readonly string[]): string {
  let layout = layouts.get(names)
  if (layout === undefined) {
    layout = createHash('sha256').update(JSON.stringify(names)).digest('base64url').slice(0, 16)
    layouts.set(names, layout)
  }
  return layout
}

const layouts = new WeakMap<readonly string[], string>()
