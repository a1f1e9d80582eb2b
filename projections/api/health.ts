/** How one part of the installation is. */
export interface PartHealth {
  /** log, database, a stage, a projection, a source. */
  readonly part: string
  /** Whether it does its work. */
  readonly ok: boolean
  /** One word, such as running, waiting, restoring. */
  readonly state: string
  /** When it last showed that it works, milliseconds since 1970: the commit of a task, a tick of the clock. */
  readonly lastAt?: number
  /** Why not, with the stable code. */
  readonly code?: string
  readonly message?: string
}

/** What the API says of the installation; given by whoever composes it. */
export interface Health {
  /** Every part. The installation is ready when all are ok. */
  parts(): readonly PartHealth[] | Promise<readonly PartHealth[]>
}
