import { sha256 } from '../../schemas/core/sha256.ts'
import { ControlRequests } from '../../schemas/topics.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { readDecoded } from '../../streams/runtime/state/read-decoded.ts'
import type { ToldAct } from './act-record.ts'
import { noteActs } from './note-acts.ts'

/** How a process was started. */
export interface Start {
  readonly roles: readonly string[]
  /** Everything that was set, without secrets: told by its hash alone. */
  readonly settings: unknown
  /** A version that a person lets this build take over from. */
  readonly adopt: string | undefined
  readonly program: string
  readonly by: string
}

/**
 * Notes a start whose settings are not those of the start before it with the same roles, and one that adopts a version.
 * @throws what the log throws
 */
export async function noteStart({ log, codec, clock }: Ports, start: Start): Promise<void> {
  const { roles, settings, adopt, program, by } = start
  const object = `process ${roles.join(',')}`
  const hash = sha256(JSON.stringify(settings))
  const previous = await lastHash({ log, codec }, object)
  const common = { outcome: 'done', by, object, at: clock.now() } as const
  const acts: ToldAct[] = []
  if (hash !== previous) {
    acts.push({ ...common, act: CHANGE, details: { hash, previous: previous ?? '', program } })
  }
  if (adopt !== undefined) acts.push({ ...common, act: 'version.adopt', details: { version: adopt, program } })
  if (acts.length > 0) await noteActs(log, codec, acts)
}

const CHANGE = 'configuration.change'

/** The newest is looked for from the end, in pieces that grow: requests are kept for years, and it is mostly among the last. */
async function lastHash({ log, codec }: Pick<Ports, 'log' | 'codec'>, object: string): Promise<string | undefined> {
  const { start, end } = await log.bounds(ControlRequests.name, 0)
  for (let [to, span] = [end, FIRST_LOOK]; to > start; span *= 4) {
    const from = Math.max(start, to - span)
    let last: string | undefined
    for await (const { decoded } of readDecoded(log, codec, ControlRequests.name, 0, from, to)) {
      if (decoded?.type !== 'ActDone') continue
      const { act, object: changed, details } = decoded.value
      if (act === CHANGE && changed === object) last = details.hash
    }
    if (last !== undefined) return last
    to = from
  }
  return undefined
}

const FIRST_LOOK = 1_000
