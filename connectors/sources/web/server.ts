/** Where a server is and what it wants to see before it answers. */
export interface WebServer {
  /** Without a slash at the end. */
  readonly url: string
  /** Sent as X-Scope-OrgID. */
  readonly tenant?: string | undefined
  /** Certificates that are trusted instead of the usual ones, PEM. */
  readonly ca?: string | undefined
  /**
   * The Authorization header as it is now; undefined without one.
   * @throws HS_FILE_UNREADABLE, and the code for a refusal when there is nothing where it should be
   */
  authorization(): string | undefined
}
