import { join } from 'node:path'
import type { Codec } from '../../schemas/codec/codec.ts'
import { createCodec } from '../../schemas/codec/create-codec.ts'
import { embeddedRegistry } from '../../schemas/registry/embedded-registry.ts'
import type { RegisteredSchema } from '../../schemas/registry/registry.ts'
import { decodeSchemaEntry, encodeSchemaEntry } from '../../schemas/registry/schema-entry.ts'
import { catalogue, Schemas, stageTopics } from '../../schemas/topics.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { type EmbeddedLogOptions, openEmbeddedLog } from '../../streams/runtime/log/embedded/embedded-log.ts'
import type { Log } from '../../streams/runtime/log/log.ts'
import { readAll } from '../../streams/runtime/state/read-all.ts'

/** The log of a data folder and the codec over the schemas that stand in it. */
export interface Installation {
  readonly log: Log
  readonly codec: Codec
}

/** Opens the embedded log of a data folder with everything that the stages need in it. Repeating it changes nothing. */
export async function openInstallation(
  data: string,
  stages: readonly Stage[],
  options: EmbeddedLogOptions = {},
): Promise<Installation> {
  const log = await openEmbeddedLog(join(data, 'log'), options)
  try {
    if (!options.readOnly) await log.createTopics(topicsOf(stages))
    return { log, codec: await codecOf(log, options.readOnly === true) }
  } catch (error) {
    await log.close()
    throw error
  }
}

/** Everything in one partition: one process reads it. */
export const PARTITIONS = 1

function topicsOf(stages: readonly Stage[]) {
  const own = stages.flatMap(({ name, side }) => Object.values(stageTopics(name, side)))
  return [...catalogue, ...own].map((topic) => ({ topic, partitions: PARTITIONS }))
}

/** A read-only process registers in its own memory what the log does not hold yet. */
async function codecOf(log: Log, readOnly: boolean): Promise<Codec> {
  return createCodec({
    registry: await embeddedRegistry({
      async load() {
        const entries: RegisteredSchema[] = []
        for await (const { value } of readAll(log, Schemas.name, 0)) if (value) entries.push(decodeSchemaEntry(value))
        return entries
      },
      async save(entry) {
        if (!readOnly) await log.append([{ topic: Schemas.name, partition: 0, ...encodeSchemaEntry(entry) }])
      },
    }),
  })
}
