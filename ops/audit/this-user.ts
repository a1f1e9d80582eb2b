import { userInfo } from 'node:os'

/** The user of this process, by name where it has one. */
export function thisUser(env: Readonly<Record<string, string | undefined>> = process.env): string {
  try {
    return userInfo().username
  } catch {
    return env.USER ?? 'unknown' // a user id without an entry, as in many containers
  }
}
