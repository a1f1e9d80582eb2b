import { resolve } from 'node:path'
import { type CommandFactory, command, dataOption, jsonOption } from '../command.ts'
import { confirm } from '../confirm.ts'
import { purge, purgeable } from '../down/purge.ts'
import { stopRunning } from '../down/stop-running.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatDuration } from '../format/duration.ts'

interface Options {
  readonly data: string
  readonly purge?: boolean
  readonly yes?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  command('down', 'stop what runs on the data folder', 'down --purge')
    .addOption(dataOption())
    .addOption(jsonOption())
    .option('--purge', 'then remove everything that Homeostat has made in the data folder; asks first')
    .option('--yes', 'do not ask')
    .option('--force', 'end the process at once (SIGKILL); the log survives that')
    .action(async ({ data, purge: purging, yes, force, json }: Options) => {
      const doomed = purging ? purgeable(data) : undefined
      if (doomed && doomed.entries.length > 0) {
        const what = `${doomed.entries.join(', ')} in ${doomed.folder} (${formatBytes(doomed.bytes)})`
        await confirm(terminal, `This removes ${what}, with all telemetry and everything learned.`, yes)
      }
      const stopped = await stopRunning(data, force === true)
      const removed = doomed ? await purge(doomed) : undefined
      if (json) return terminal.out(JSON.stringify({ stopped, removed }))
      terminal.out(
        stopped === undefined
          ? `Nothing runs on ${resolve(data)}.`
          : `Process ${stopped.pid} has stopped after ${formatDuration(stopped.tookMs)}.`,
      )
      if (removed)
        terminal.out(removed.entries.length === 0 ? 'There was nothing to remove.' : `Removed ${removed.entries.join(', ')}.`)
      if (removed && removed.left.length > 0) terminal.out(`Left what is not ours: ${removed.left.join(', ')}.`)
    })
