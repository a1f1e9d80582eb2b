import pg from 'pg'
import type { Plant } from './plant.ts'
import type { SmallDisk } from './small-disk.ts'

/** Something that goes wrong for a while. */
export interface Fault {
  readonly name: string
  /** Whose signal it should be, as Homeostat calls the source. */
  readonly source: string
  begin(): Promise<void>
  end(): Promise<void>
}

export function serviceStopped({ targets, stopRedis, startRedis }: Plant): Fault {
  return { name: 'a stopped service', source: targets.redis, begin: stopRedis, end: startRedis }
}

export function diskFilled({ targets }: Plant, disk: SmallDisk): Fault {
  return {
    name: 'a filled disk',
    source: targets.node,
    begin: async () => disk.fill(),
    end: async () => disk.empty(),
  }
}

/** Somebody forgot a transaction that holds locks: every change of a balance waits for it, reading goes on. */
export function postgresSlow({ targets, postgres }: Plant): Fault {
  let forgotten: pg.Client | undefined
  return {
    name: 'a slow PostgreSQL',
    source: targets.postgres,
    async begin() {
      forgotten = new pg.Client(postgres.dsn)
      forgotten.on('error', () => {}) // it is ended below
      await forgotten.connect()
      await forgotten.query('BEGIN; UPDATE account SET balance = balance - 1')
    },
    async end() {
      await forgotten?.end()
    },
  }
}
