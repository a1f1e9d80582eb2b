import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '../../streams/runtime/ports/clock.ts'
import { postgresBinaries } from './binaries.ts'
import { createCluster } from './create-cluster.ts'
import { chooseDoor } from './door.ts'
import { stopLeftPostmaster } from './left-postmaster.ts'
import { type Postmaster, spawnPostmaster } from './postmaster.ts'
import { chooseUser } from './run-as.ts'

export interface EmbeddedPostgres {
  /** Stays the same for as long as this object lives, also when the server had to be started again. */
  readonly dsn: string
  /** Process id of the server that runs now. */
  pid(): number
  /** Ends the server in good order; it is not started again. */
  stop(): Promise<void>
}

/**
 * A real PostgreSQL of our own in `<dataFolder>/postgres`, made on the first start. Whoever calls holds the lock of the data folder: a
 * server that is found there was left by a process that was killed, and is stopped first. The server ends with this process where
 * the kernel can arrange that, and is started again when it ends by itself. A cluster of another major version is made anew: its rows
 * are in the log.
 *
 * @throws HS_DATABASE_MISSING, HS_DATABASE_ROOT, HS_DATABASE_START
 */
export async function startPostgres(dataFolder: string): Promise<EmbeddedPostgres> {
  const folder = path.resolve(dataFolder, 'postgres')
  const cluster = path.join(folder, 'cluster')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const binaries = postgresBinaries()
  const user = chooseUser(binaries, folder)
  await stopLeftPostmaster(cluster)
  if (existsSync(cluster) && majorOf(cluster) !== MAJOR) rmSync(cluster, { recursive: true, force: true })
  if (!existsSync(cluster)) await createCluster(binaries, user, folder, cluster)
  const door = await chooseDoor(folder)
  let running = await spawnPostmaster({ binaries, user, folder, cluster, settings: door.settings })
  let stopping = false
  watch(running)

  function watch(postmaster: Postmaster): void {
    postmaster.exited.then(async () => {
      while (!stopping) {
        await systemClock.sleep(RESTART_AFTER_MS)
        if (stopping) return
        const again = await spawnPostmaster({ binaries, user, folder, cluster, settings: door.settings }).catch(() => undefined)
        if (again === undefined) continue // said in server.log; clients see HS_DATABASE_UNAVAILABLE meanwhile
        running = again
        if (stopping) return void (await running.stop())
        return watch(running)
      }
    })
  }

  return {
    dsn: door.dsn,
    pid: () => running.pid,
    async stop() {
      stopping = true
      await running.stop()
    },
  }
}

const MAJOR = '18'
const RESTART_AFTER_MS = 300

function majorOf(cluster: string): string {
  const file = path.join(cluster, 'PG_VERSION')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}
