/** What the command line may say about where an installation is; secrets never come this way. */
export interface ConnectionFlags {
  /** Data folder. */
  readonly data: string
  /** Brokers as host:port, separated by commas. */
  readonly kafka?: string | undefined
  /** URL of the schema registry. */
  readonly registry?: string | undefined
  readonly prefix?: string | undefined
}
