import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { FreshClone, User } from './fresh-clone.ts'
import { type Begun, watchChild } from './watch-child.ts'

/** Somebody who has just cloned the repository and types commands into it. */
export interface Stranger {
  npm(...args: string[]): Begun
  homeostat(...args: string[]): Begun
}

/** @param user  whose rights it has; undefined: the rights of the tests */
export function stranger({ clone, home }: FreshClone, user?: User): Stranger {
  const env = { ...environment(), ...(user ? { HOME: home, npm_config_cache: undefined } : {}) }
  const run = (command: string, args: readonly string[]) =>
    watchChild(spawn(command, args, { cwd: clone, env, stdio: ['pipe', 'pipe', 'pipe'], ...user }))
  return {
    npm: (...args) => run('npm', args),
    homeostat: (...args) => run(process.execPath, [join(clone, 'bin', 'homeostat.mjs'), ...args]),
  }
}

/** Without what the npm that runs the tests, and the settings of whoever runs them, would add. */
function environment(): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(package|lifecycle)_|npm_(command|execpath|node_execpath|config_(local_prefix|userconfig))$|INIT_CWD$|HOMEOSTAT_|POSTGRES_DSN$|NODE_V8_COVERAGE$)/
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  return { ...Object.fromEntries(own), npm_config_update_notifier: 'false', npm_config_prefer_offline: 'true' }
}
