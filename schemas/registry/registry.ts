export interface RegisteredSchema {
  readonly id: number
  /** Full name of the record. */
  readonly subject: string
  /** Counts from 1 in each subject. */
  readonly version: number
  readonly schema: object
}

/** Where schemas have their ids. */
export interface Registry {
  /**
   * Adds a version of the subject; the same schema again gets the id it has.
   * @throws HS_SCHEMA_INCOMPATIBLE when it could not read what an earlier version wrote; HS_REGISTRY_UNAVAILABLE
   */
  register(subject: string, schema: object): Promise<number>
  /** @throws HS_SCHEMA_UNKNOWN, HS_REGISTRY_UNAVAILABLE */
  schemaOf(id: number): Promise<object>
  /** All versions of a subject, oldest first; empty when there is none. */
  versions(subject: string): Promise<readonly RegisteredSchema[]>
}
