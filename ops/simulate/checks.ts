import type { ReadModel } from '../../projections/read-model.ts'
import type { Store } from '../../projections/store/store.ts'
import { ARRIVED } from '../../projections/table/table.ts'
import { stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { inputsOf } from '../../streams/runtime/api/stage.ts'
import { outputSource } from '../../streams/runtime/fold/outbox.ts'
import type { Log, StoredRecord } from '../../streams/runtime/log/log.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { readEpochs } from '../../streams/runtime/state/history.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'
import { verifyTask } from '../rehearse/verify.ts'

/** What a stage has said into a topic, in order. */
export async function outputsOf(log: Log, stage: Stage, topic: string): Promise<StoredRecord[]> {
  const outputs: StoredRecord[] = []
  for await (const record of readAll(log, topic, 0)) {
    const { ce_source = '' } = record.headers
    if (ce_source.startsWith(outputSource(stage.name, 0, ''))) outputs.push(record)
  }
  return outputs
}

/** The first output that differs from what the undisturbed run has said; undefined when none does. */
export function compareOutputs(
  topic: string,
  disturbed: readonly StoredRecord[],
  undisturbed: readonly StoredRecord[],
): string | undefined {
  const length = Math.max(disturbed.length, undisturbed.length)
  for (let n = 0; n < length; n++) {
    const [there, here] = [disturbed[n], undisturbed[n]].map((record) => record && shown(record))
    if (there !== here) return `${topic}: output ${n} of ${disturbed.length} (${undisturbed.length}) is ${there}, not ${here}`
  }
  return undefined
}

function shown({ key, value, headers }: StoredRecord): string {
  return `${key?.toString()} ${value?.toString('base64')} ${JSON.stringify(headers)}`
}

/** Epochs count without gaps, and every record of every input was consumed once. */
export async function checkEpochs(log: Log, ports: Ports, stage: Stage): Promise<string | undefined> {
  const { epochs } = stageTopics(stage.name, stage.side)
  const inputs = inputsOf(stage)
  const position = inputs.map(() => 0)
  let n = 0
  for await (const { epoch } of readEpochs(log, ports.codec, epochs.name, 0, 0)) {
    if (epoch.n !== ++n) return `${stage.name}: epoch ${epoch.n} follows epoch ${n - 1}`
    for (const cut of epoch.cuts) {
      for (const { input, from, to } of cut.ranges) {
        if (from !== position[input])
          return `${stage.name}: epoch ${n} takes ${inputs[input].name} from ${from}, not ${position[input]}`
        position[input] = to
      }
    }
  }
  for (const [input, { name }] of inputs.entries()) {
    const { end } = await log.bounds(name, 0)
    if (position[input] !== end) return `${stage.name}: ${name} was consumed up to ${position[input]} of ${end}`
  }
  return undefined
}

export interface Verified {
  readonly problem: string | undefined
  readonly outputs: number
}

/** Derives the outputs again; what cannot be must have a reason that retention or an early end of a version explains. */
export async function checkVerify(ports: Ports, stage: Stage): Promise<Verified> {
  const { difference, outputs } = await verifyTask(stage, 0, 'v1', ports, { asIfSame: true })
  if (difference === undefined) return { problem: undefined, outputs }
  return { problem: `${stage.name}: verify differs: ${JSON.stringify(difference)}`, outputs }
}

export type TableRows = ReadonlyMap<string, readonly string[]>

/** The rows of all tables in the order of their keys, without the time at which the log took their records. */
export async function rowsOf(store: Store, models: readonly ReadModel[]): Promise<TableRows> {
  const tables = new Map<string, readonly string[]>()
  for (const table of models.flatMap((model) => model.tables)) {
    const order = Object.keys(table.key)
    const rows = await store.select('default', { table, where: [], order, limit: Number.POSITIVE_INFINITY })
    const shownRows = rows.map((row) => JSON.stringify(Object.entries(row).filter(([name]) => name !== ARRIVED)))
    tables.set(table.name, shownRows)
  }
  return tables
}

/** The first row that differs. */
export function compareRows(disturbed: TableRows, undisturbed: TableRows): string | undefined {
  for (const [table, rows] of undisturbed) {
    const others = disturbed.get(table) ?? []
    for (let n = 0; n < Math.max(rows.length, others.length); n++) {
      if (rows[n] !== others[n]) return `${table}: row ${n} of ${others.length} (${rows.length}) is ${others[n]}, not ${rows[n]}`
    }
  }
  return undefined
}
