import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../../streams/runtime/ports/clock.ts'
import { appendHeads, headsFile } from '../../audit/head-lines.ts'
import { type HeadSigner, headSigner } from '../../audit/head-signer.ts'
import { keyOfFolder } from '../../audit/key-files.ts'
import type { Base } from './base.ts'

export interface AuditStatus {
  /** `standby`: another process has the task of the stage audit, and signs. */
  readonly state: 'signing' | 'standby' | 'waiting' | 'failed'
  readonly code?: string
  readonly message?: string
}

export interface AuditPart {
  status(): AuditStatus
  /** To be said before the stages are ended: afterwards nobody knows whether this process had the task. */
  stagesEnd(): void
}

export interface AuditPlan {
  /** Holds the key, and the file of heads. */
  readonly data: string
  /** Whether this process has the task of the stage audit. */
  hasTask(): boolean
  /** Time between two looks, milliseconds. */
  readonly everyMs?: number
}

/**
 * Signs the newest entry of the audit trail when it has grown, at most once a minute and when the parts are ended, into the log and into
 * a file of the data folder. One process does: the one that writes the entries.
 * @throws HS_AUDIT_KEY
 */
export function startAudit({ ports, undo, warn }: Base, { data, hasTask, everyMs = 60_000 }: AuditPlan): AuditPart {
  const signer = headSigner(ports, keyOfFolder(data))
  const abort = new AbortController()
  let status: AuditStatus = { state: 'standby' }
  let had = false
  let hadAtEnd: boolean | undefined

  async function sign(): Promise<void> {
    try {
      await signInto(signer, headsFile(data))
      status = { state: 'signing' }
    } catch (error) {
      const code = codeOf(error)
      if (code === 'HS_LOG_FENCED') return // another process has just signed
      const message = error instanceof Error ? error.message : String(error)
      if (status.code !== code) warn(error)
      status = { state: code === 'HS_AUDIT_BROKEN' ? 'failed' : 'waiting', code, message }
    }
  }

  const done = every(ports.clock, everyMs, abort.signal, async () => {
    had = hasTask()
    if (had) await sign()
    else status = { state: 'standby' }
    return status.state === 'waiting' || status.state === 'standby'
  })
  undo.add(async () => {
    abort.abort()
    await done
    if (hadAtEnd ?? (had || hasTask())) await sign() // the stages have ended: nothing more comes
  })
  return {
    status: () => status,
    stagesEnd() {
      hadAtEnd = hasTask()
    },
  }
}

async function signInto(signer: HeadSigner, file: string): Promise<void> {
  const heads = await signer.sign()
  if (heads.length > 0) appendHeads(file, heads)
}

/** Looks soon after the start, when the stages have begun, then at the interval; soon again while something has to come first. */
async function every(clock: Clock, everyMs: number, signal: AbortSignal, work: () => Promise<boolean>): Promise<void> {
  const soonMs = Math.min(SOON_MS, everyMs)
  await clock.sleep(soonMs, signal)
  while (!signal.aborted) await clock.sleep((await work()) ? soonMs : everyMs, signal)
}

const SOON_MS = 5_000
