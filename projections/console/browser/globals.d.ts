/** Loaded before the page's own modules. */
declare var uPlot: typeof import('uplot')

/** Trusted Types, which not every browser has (W3C). */
declare var trustedTypes:
  | { createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): unknown } }
  | undefined
