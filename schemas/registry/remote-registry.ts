import type { RegisteredSchema, Registry } from './registry.ts'

/** A registry that others use too, and that may lose what it knew. */
export interface RemoteRegistry extends Registry {
  /** For people: where it is. */
  readonly url: string
  /**
   * What stands under an id, word for word.
   * @throws HS_SCHEMA_UNKNOWN, HS_SCHEMA_NOT_AVRO, HS_REGISTRY_UNAVAILABLE, HS_REGISTRY_TLS, HS_REGISTRY_AUTH, HS_REGISTRY_FOREIGN
   */
  entryOf(id: number): Promise<RegisteredSchema>
  /**
   * Registers a schema word for word and returns its id. What is compatible is left to the server's setting of the subject.
   * @throws as `register`
   */
  put(subject: string, schema: object): Promise<number>
  /** Lets the server hold the subject to BACKWARD_TRANSITIVE, whatever was set. */
  setCompatibility(subject: string): Promise<void>
}
