import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export interface Load {
  stop(): Promise<void>
}

/**
 * What a small service asks of its stores, the same all the time: 20 reads and 2 writes a second of PostgreSQL, and 40 commands a second
 * of Redis. It is closed: whoever has no answer waits, and asks nothing else meanwhile.
 */
export async function startLoad({ dsn, redisPort }: { dsn: string; redisPort: number }): Promise<Load> {
  const pool = new pg.Pool({ connectionString: dsn, max: READERS + WRITERS })
  pool.on('error', () => {}) // an idle connection ended: the pool makes a new one
  await pool.query('CREATE TABLE IF NOT EXISTS account (id int PRIMARY KEY, balance int NOT NULL)')
  await pool.query(`INSERT INTO account SELECT id, 100 FROM generate_series(1, ${ACCOUNTS}) id ON CONFLICT DO NOTHING`)
  const stopping = new AbortController()
  const { signal } = stopping
  let turn = 0
  const next = () => {
    turn = (turn % ACCOUNTS) + 1
    return turn
  }
  const read = () => pool.query('SELECT balance FROM account WHERE id = $1', [next()])
  const write = () => pool.query('UPDATE account SET balance = balance + 1 WHERE id = $1', [next()])
  const done = [
    ...Array.from({ length: READERS }, () => everySoOften(100, read, signal)),
    ...Array.from({ length: WRITERS }, () => everySoOften(1_000, write, signal)),
    askRedis(redisPort, signal),
  ]
  return {
    async stop() {
      stopping.abort()
      await Promise.all(done)
      await pool.end()
    },
  }
}

const READERS = 2
const WRITERS = 2
/** A thousand are too few to need the disk. */
const ACCOUNTS = 1_000

async function everySoOften(ms: number, work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work().catch(() => undefined) // the database may be away: that is what is looked at
    await pause(ms, signal)
  }
}

/** Inline commands on one connection, ten at a time; while there is no Redis it tries again. */
async function askRedis(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const socket = net.connect({ port, host: '127.0.0.1' })
    let isOpen = true
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {}) // `close` follows
    socket.on('data', () => {})
    socket.once('close', () => {
      isOpen = false
    })
    for (let round = 0; isOpen && !signal.aborted; round += 1) {
      const key = `key:${round % 100}`
      socket.write(`SET ${key} ${round}\r\n${`GET ${key}\r\n`.repeat(9)}`)
      await pause(250, signal)
    }
    socket.destroy()
    await closed
    await pause(500, signal)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined) // told to stop
}
