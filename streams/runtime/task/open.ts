import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { stageTopics } from '../../../schemas/topics.ts'
import type { Stage } from '../api/stage.ts'
import type { Writer } from '../log/log.ts'
import type { Ports } from '../ports/ports.ts'
import { readHistory } from '../state/history.ts'
import type { Progress } from '../state/load.ts'
import { type Restored, restore, taskId } from '../state/restore.ts'

export interface Owner {
  /** Version of the stage in this process. */
  readonly version: string
  /** Where it runs, for people. */
  readonly host: string
  /** Goes back on purpose: a newer version after which this one may take over. */
  readonly adopt?: string | undefined
}

export interface OpenedTask extends Restored {
  readonly writer: Writer
  /** Offset of the `Opened` record: the fencing token. */
  readonly token: number
  /** True when this version has not written a base yet, or another one ran in between: a base must come before the first fold. */
  readonly newVersion: boolean
}

const MOST_ANCESTORS = 20

/**
 * Takes a task over: checks that this version may, fences the owner before, and brings the state to where history left it.
 * @throws HS_VERSION_FOREIGN before anything is written
 */
export async function openTask(
  stage: Stage,
  partition: number,
  owner: Owner,
  ports: Ports,
  progress: Progress,
): Promise<OpenedTask> {
  const { log, codec } = ports
  const { epochs } = stageTopics(stage.name, stage.side)
  const task = taskId(stage.name, partition)
  const look = async () => {
    const { end } = await log.bounds(epochs.name, partition)
    const { lastOpened } = await readHistory(log, codec, epochs.name, partition, end)
    return checkedAncestors(task, owner, lastOpened?.version, lastOpened?.ancestors ?? [])
  }
  await look() // before a rightful owner is disturbed
  const writer = await log.writer(task)
  const ancestors = await look() // nobody else can write any more: this one counts
  const opened = codec.encode('Opened', { task, host: owner.host, version: owner.version, ancestors })
  const [{ offset: token }] = await writer.commit([{ topic: epochs.name, partition, key: null, value: opened }])
  const history = await readHistory(log, codec, epochs.name, partition, token)
  const restored = await restore(stage, partition, owner.version, ports, token, progress)
  const newVersion = history.last?.version !== owner.version || restored.lastBase?.version !== owner.version
  return { ...restored, writer, token, newVersion }
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
