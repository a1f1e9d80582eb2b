/** Where a server is and what it wants to see before it answers. */
export interface PrometheusServer {
  /** Without a slash at the end. */
  readonly url: string
  /** Sent as X-Scope-OrgID. */
  readonly tenant?: string | undefined
  /** Certificates that are trusted instead of the usual ones, PEM. */
  readonly ca?: string | undefined
  /**
   * The Authorization header as it is now; undefined without one.
   * @throws HS_FILE_UNREADABLE, HS_PROM_UNAUTHORIZED when there is nothing where it should be
   */
  authorization(): string | undefined
}
