import { resolve } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { takeBackup } from '../../backup/take-backup.ts'
import { type CommandFactory, command, dataOption, jsonOption } from '../command.ts'
import { formatBytes } from '../format/bytes.ts'

interface Options {
  readonly data: string
  readonly json?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  command('backup', 'copy the log and the settings of a data folder', 'backup /backups/monday')
    .argument('<folder>', 'where to; must be empty or not exist')
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nThe installation may run meanwhile. The backup holds keys and perhaps passwords: keep it as safe as the data folder. A Kafka cluster has its own means; this is for the log of a data folder.',
    )
    .action(async (to: string, { data, json }: Options) => {
      const taken = await takeBackup(data, to, manifest.version, Date.now())
      const bytes = taken.files.reduce((sum, file) => sum + file.bytes, 0)
      const folder = resolve(to)
      terminal.out(
        json
          ? JSON.stringify({ folder, bytes, files: taken.files.length, logId: taken.logId, takenAt: taken.takenAt })
          : `Backed up log ${taken.logId} to ${folder} (${formatBytes(bytes)}). Restore it with: homeostat restore ${to} --data NEW_FOLDER`,
      )
    })
