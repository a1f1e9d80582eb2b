import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where programs that were fetched are kept for every checkout of this user: $HOMEOSTAT_CACHE, else below the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.HOMEOSTAT_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'homeostat')
}
