import { resolve } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { KEYS_FOLDER } from '../../audit/key-files.ts'
import { takeBackup } from '../../backup/take-backup.ts'
import { type CommandFactory, command, dataOption, jsonOption } from '../command.ts'
import { formatBytes } from '../format/bytes.ts'

interface Options {
  readonly data: string
  readonly withKeys?: boolean
  readonly json?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  command('backup', 'copy the log and the settings of a data folder', 'backup /backups/monday')
    .argument('<folder>', 'where to; must be empty or not exist')
    .addOption(dataOption())
    .option('--with-keys', 'take the key that signs the audit trail along, so that what is restored signs with it')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nThe installation may run meanwhile. The backup may hold passwords: keep it as safe as the data folder. With --with-keys, whoever has it can forge the audit trail. A Kafka cluster has its own means; this is for the log of a data folder.',
    )
    .action(async (to: string, { data, withKeys = false, json }: Options) => {
      const taken = await takeBackup(data, to, manifest.version, Date.now(), { withKeys })
      if (taken.files.some(({ path }) => path.startsWith(`${KEYS_FOLDER}/`))) terminal.err(KEYS_WARNING)
      const bytes = taken.files.reduce((sum, file) => sum + file.bytes, 0)
      const folder = resolve(to)
      terminal.out(
        json
          ? JSON.stringify({ folder, bytes, files: taken.files.length, logId: taken.logId, takenAt: taken.takenAt })
          : `Backed up log ${taken.logId} to ${folder} (${formatBytes(bytes)}). Restore it with: homeostat restore ${to} --data NEW_FOLDER`,
      )
    })

const KEYS_WARNING =
  'The backup holds the key that signs the audit trail: whoever can read it can forge the trail. Keep it where only few can.'
