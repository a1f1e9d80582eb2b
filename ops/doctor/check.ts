import type { ConnectionFlags } from '../app/connection/connection-flags.ts'

/** How one check ended. */
export interface Finding {
  /** `ok`; `warning`: it works, with something less; `failed`: it will not work. */
  readonly state: 'ok' | 'warning' | 'failed'
  /** What was found, with numbers. */
  readonly says: string
  /** What to do about it; only for what is not ok. */
  readonly remedy?: string
}

export interface CheckContext {
  /** Data folder; may not exist yet. */
  readonly data: string
  readonly port: number
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the installation is, as far as options say it. */
  readonly flags?: Omit<ConnectionFlags, 'data'>
  /** URL or file of the Prometheus servers, as `up` is told it. */
  readonly prometheus?: string | undefined
}

/** One thing that is looked at. Looks, and changes nothing; ends within a few seconds. */
export interface Check {
  readonly name: string
  run(context: CheckContext): Promise<Finding> | Finding
}

export function ok(says: string): Finding {
  return { state: 'ok', says }
}

export function warning(says: string, remedy: string): Finding {
  return { state: 'warning', says, remedy }
}

export function failed(says: string, remedy: string): Finding {
  return { state: 'failed', says, remedy }
}
