import type { RegisteredSchema } from './registry.ts'

/** Where entries are kept beside a registry: the composition puts them into the topic `schemas`. */
export interface SchemaStore {
  /** All entries in the order in which they were saved. */
  load(): Promise<readonly RegisteredSchema[]>
  /** Durable when it resolves. */
  save(entry: RegisteredSchema): Promise<void>
}
