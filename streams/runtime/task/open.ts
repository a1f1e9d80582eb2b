import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../api/stage.ts'
import type { Bounds, Writer } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import { type History, type PlacedEpoch, readHistory } from '../state/history.ts'
import type { Progress } from '../state/load.ts'
import { restore, taskId } from '../state/restore.ts'
import type { TaskSettings } from './settings.ts'
import { type Standing, standingOf } from './standing.ts'

export interface Owner {
  /** Version of the stage in this process. */
  readonly version: string
  /** Where it runs, for people. */
  readonly host: string
  /** Goes back on purpose: a newer version after which this one may take over. */
  readonly adopt?: string | undefined
}

export interface Opening {
  readonly stage: Stage
  readonly partition: number
  readonly owner: Owner
  readonly settings: TaskSettings
  readonly ports: Ports
  /** Gives away how the task stood when this process last stopped it in good order; undefined when that is not known. */
  takeKept(): Standing | undefined
}

export interface OpenedTask {
  readonly standing: Standing
  readonly writer: Writer
  /** Offset of the `Opened` record: the fencing token. */
  readonly token: number
  /** True when nothing had to be restored, because nobody has had the task since this process stopped it. */
  readonly resumed: boolean
  /**
   * True when a base must come before the first fold: this version has not written one yet, another one ran in between, or the state is
   * not what it was.
   */
  readonly needsBase: boolean
}

const MOST_ANCESTORS = 20

/**
 * Takes a task over: checks that this version may, fences the owner before, and brings the state to where history left it.
 * @throws HS_VERSION_FOREIGN before anything is written, unless the other version has come in that very moment
 */
export async function openTask(opening: Opening, progress: Progress): Promise<OpenedTask> {
  const { stage, partition, owner, settings, ports } = opening
  const { log, codec } = ports
  const { epochs } = stageTopics(stage.name, stage.side)
  const task = taskId(stage.name, partition)
  const look = async (bounds: Bounds, known?: History) => {
    const history = await readHistory(log, codec, epochs.name, partition, bounds, known)
    const { lastOpened } = history
    return { history, ancestors: checkedAncestors(task, owner, lastOpened?.version, lastOpened?.ancestors ?? []) }
  }
  const first = await look(await log.bounds(epochs.name, partition)) // before a rightful owner is disturbed
  const writer = await log.writer(task)
  const second = await look(await log.bounds(epochs.name, partition), first.history)
  const opened = codec.encode('Opened', { task, host: owner.host, version: owner.version, ancestors: second.ancestors })
  const [{ offset: token }] = await writer.commit([{ topic: epochs.name, partition, key: null, value: opened }])
  const { history } = await look({ start: 0, end: token }, second.history) // nobody else can write any more: this one counts
  const { last } = history
  const kept = keptUntil(last, opening)
  if (kept) return { standing: kept, writer, token, resumed: true, needsBase: false }
  const restored = await restore(stage, partition, owner.version, ports, token, progress)
  const newVersion = last?.epoch.version !== owner.version || restored.lastBase?.version !== owner.version
  const standing = standingOf(stage, partition, owner.version, settings, ports, restored)
  return { standing, writer, token, resumed: false, needsBase: newVersion || restored.damaged }
}

/** What this process still knows of the task, if history ends with the very epoch with which that ends; else it is let go. */
function keptUntil(last: PlacedEpoch | undefined, { takeKept, owner }: Opening): Standing | undefined {
  const kept = takeKept()
  const mark = kept?.marks.atOrBefore(kept.n)
  if (kept === undefined || mark === undefined || last === undefined) return undefined
  const isOwn = last.epoch.n === kept.n && mark.n === kept.n && last.offset === mark.offset
  return isOwn && last.epoch.version === owner.version ? kept : undefined
}

/** Versions that ran before this one, newest first. */
function checkedAncestors(task: string, owner: Owner, last: string | undefined, known: readonly string[]): string[] {
  if (last === undefined) return []
  if (last === owner.version) return [...known]
  if (known.includes(owner.version) && owner.adopt !== last) {
    throw new HomeostatError('HS_VERSION_FOREIGN', {
      message: `${task} was last run by version ${last}, which came after this one (${owner.version}). Start that version, or go back on purpose with --adopt ${last}.`,
      value: owner.version,
      limit: last,
    })
  }
  return [last, ...known.filter((version) => version !== owner.version)].slice(0, MOST_ANCESTORS)
}
