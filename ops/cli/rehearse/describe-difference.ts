import type { Difference } from '../../rehearse/difference.ts'
import { printable } from '../format/table.ts'
import { toJson } from '../tail/to-json.ts'
import { differingPaths } from './differing-paths.ts'

/** A difference as lines: what is recorded (-) and what comes out now (+), field by field. */
export function describeDifference({ epoch, topic, recorded, derived }: Difference): string {
  const head = `Epoch ${epoch}, topic ${topic}, key ${(recorded ?? derived)?.key ?? ''}`
  if (recorded === undefined) return [head, '  - nothing is recorded', `  + ${toJson(derived)}`].map(printable).join('\n')
  if (derived === undefined) return [head, `  - ${toJson(recorded)}`, '  + nothing comes out now'].map(printable).join('\n')
  const paths = differingPaths(recorded, derived)
  const rows = paths.flatMap(({ path, recorded: was, derived: is }) => [`  ${path}`, `    - ${show(was)}`, `    + ${show(is)}`])
  const same =
    paths.length === 0 ? ['  The values are equal, but not the bytes: another schema, or another order of fields.'] : []
  return [head, ...rows, ...same].map(printable).join('\n')
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : toJson(value)
}
