import type { Log } from '../../streams/runtime/log/log.ts'

/** A log whose writers are each alone under their id, so that none ends another: with it a proof of exactly-once must fail. */
export function unfenced(log: Log): Log {
  let writers = 0
  return { ...log, writer: (id) => log.writer(`${id}.unfenced.${process.pid}.${++writers}`) }
}
