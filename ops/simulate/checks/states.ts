import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { isVacant } from '../../../streams/runtime/fold/key-entry.ts'
import type { Log } from '../../../streams/runtime/log/log.ts'
import type { Ports } from '../../../streams/runtime/ports/ports.ts'
import { restore } from '../../../streams/runtime/state/restore.ts'
import { partsOf, toSnapshot } from '../../../streams/runtime/state/snapshot.ts'

/** The state of each key as text, and where the records stand that wait behind a letter: these places are those of one log. */
export type States = ReadonlyMap<string, { readonly state: string; readonly waiting: string }>

/** What a task would know if it were opened now: the states of all keys, by key; undefined when retention has removed what it needs. */
export async function statesOf(ports: Ports, stage: Stage): Promise<States | undefined> {
  const { end } = await ports.log.bounds(stageTopics(stage.name, stage.side).epochs.name, 0)
  try {
    const { fold, damaged } = await restore(stage, 0, 'v1', ports, end, () => {})
    if (damaged) return undefined
    const entries = [...fold.entries.values()].filter((entry) => !isVacant(entry)).sort((a, b) => (a.key < b.key ? -1 : 1))
    return new Map(entries.map((entry) => [entry.key, shown(toSnapshot(entry, stage, 0, ''))]))
  } catch (error) {
    if (codeOf(error) === 'HS_STATE_LOST') return undefined
    throw error
  }
}

/** The same from a base, as if the snapshots had been deleted. */
export function statesWithoutSnapshots(ports: Ports, stage: Stage): Promise<States | undefined> {
  const { state } = stageTopics(stage.name, stage.side)
  const { log } = ports
  const hidden: Log = {
    ...log,
    bounds: async (topic, partition) => (topic === state.name ? { start: 0, end: 0 } : log.bounds(topic, partition)),
  }
  return statesOf({ ...ports, log: hidden }, stage)
}

/** The first key whose states differ; of different logs only what does not depend on where records stand is compared. */
export function compareStates(
  what: string,
  one: States | undefined,
  other: States | undefined,
  { sameLog }: { sameLog: boolean },
): string | undefined {
  if (one === undefined || other === undefined) return undefined
  const text = (states: States, key: string) => {
    const known = states.get(key)
    return known && (sameLog ? `${known.state} behind ${known.waiting}` : known.state)
  }
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    if (text(one, key) !== text(other, key)) return `${what}: the state of ${key} is ${text(one, key)}, not ${text(other, key)}`
  }
  return undefined
}

/** Timers in the order of their names: the order in which they were set is no part of the state. */
function shown(snapshot: ReturnType<typeof toSnapshot>): { state: string; waiting: string } {
  const { waiting, packed, ...rest } = snapshot
  const states = rest.states.map((state) => ({ ...state, timers: state.timers.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }))
  const bytes = partsOf(snapshot).map((part) => part.toString())
  const inputs = waiting.map(({ input }) => input)
  return { state: JSON.stringify({ ...rest, states, bytes, waiting: inputs }), waiting: JSON.stringify(waiting) }
}
