import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MemberMemory } from '../../streams/runtime/log/kafka/group/former-member.ts'

/** Folder of a data folder that holds which member of each group its process was last. */
export const MEMBERS_FOLDER = 'members'

/** One file a group. Only one process at a time works on a data folder, so that a member it finds there is dead. */
export function memberMemory(data: string): MemberMemory {
  const fileOf = (group: string) => join(data, MEMBERS_FOLDER, encodeURIComponent(group))
  return {
    recall: (group) => (existsSync(fileOf(group)) ? readFileSync(fileOf(group), 'utf8') : undefined),
    remember(group, memberId) {
      mkdirSync(join(data, MEMBERS_FOLDER), { recursive: true, mode: 0o700 })
      writeFileSync(fileOf(group), memberId, { mode: 0o600 })
    },
  }
}
