import manifest from '../../../package.json' with { type: 'json' }
import { noteStart } from '../../audit/note-start.ts'
import { thisUser } from '../../audit/this-user.ts'
import type { Base } from './base.ts'

export interface ActsPlan {
  readonly roles: readonly string[]
  /** What was set, without secrets. */
  readonly settings: unknown
  readonly adopt: string | undefined
}

/** Has it noted how this process was started. Nobody waits for it but the end of the parts. */
export function startActs({ ports, undo, warn }: Base, plan: ActsPlan): void {
  const noted = noteStart(ports, { ...plan, program: manifest.version, by: thisUser() }).catch(warn)
  undo.add(() => noted)
}
