import { existsSync } from 'node:fs'
import { codeOf } from '../../../schemas/core/homeostat-error.ts'
import { ScheduleTicks } from '../../../schemas/topics.ts'
import { formatDuration } from '../../cli/format/duration.ts'
import { logFolder } from '../../cli/instance/data-folder.ts'
import { readInstallation } from '../../cli/instance/read-installation.ts'
import { type Check, type Finding, failed, ok, warning } from '../check.ts'

/** The log's time never goes back: a clock that was set back stops the ticks until it has caught up. */
export const clock: Check = {
  name: 'clock',
  async run({ data }): Promise<Finding> {
    const now = Date.now()
    const at = new Date(now).toISOString()
    if (now < EARLIEST) return failed(`it is said to be ${at}`, 'Set the clock of this machine.')
    if (!existsSync(logFolder(data))) return ok(`${at}, there is no log to compare it with`)
    try {
      const last = await readInstallation(data, async ({ log }) => {
        const { start, end } = await log.bounds(ScheduleTicks.name, 0)
        const { records } = await log.read(ScheduleTicks.name, 0, Math.max(start, end - 1))
        return records.at(-1)?.arrival
      })
      if (last === undefined || last <= now + ALLOWED_MS) return ok(`${at}, not behind the log`)
      return failed(
        `${at}, ${formatDuration(last - now)} behind the newest record of the log`,
        'Set the clock; no ticks are written until it has caught up.',
      )
    } catch (error) {
      return warning(
        `${at}; the log cannot be compared with it [${codeOf(error)}]`,
        'See what `homeostat topics` says of the log.',
      )
    }
  },
}

const EARLIEST = Date.UTC(2025, 0)
const ALLOWED_MS = 5_000
