import { resolve } from 'node:path'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { noteActs } from '../../audit/note-acts.ts'
import { thisUser } from '../../audit/this-user.ts'
import { type RestoredBackup, restoreBackup } from '../../backup/restore-backup.ts'
import { type CommandFactory, command, dataOption, jsonOption } from '../command.ts'

interface Options {
  readonly data: string
  readonly json?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  command('restore', 'make a data folder of a backup', 'restore /backups/monday --data data')
    .argument('<backup>', 'folder that `homeostat backup` has made')
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nThe data folder must be empty or not exist. The log gets a new id, because from here on it goes another way than the one that was copied; the read models are built again on the next start.',
    )
    .action(async (backup: string, { data, json }: Options) => {
      const restored = await restoreBackup(backup, data)
      await noteRestore(data, backup, restored, thisUser(terminal.env))
      const { manifest, logId } = restored
      const takenAt = new Date(manifest.takenAt).toISOString()
      terminal.out(
        json
          ? JSON.stringify({ folder: resolve(data), logId, before: manifest.logId, takenAt: manifest.takenAt })
          : `Restored what was backed up at ${takenAt} into ${resolve(data)}. The log was ${manifest.logId} and is ${logId} now. Start it with: homeostat up --data ${data}`,
      )
    })

async function noteRestore(data: string, backup: string, { manifest, logId }: RestoredBackup, by: string): Promise<void> {
  const { log, codec } = await openInstallation(connectionOf({ data }, {}), stages)
  try {
    const details = { backup: resolve(backup), log: logId, takenAt: new Date(manifest.takenAt).toISOString() }
    await noteActs(log, codec, [
      { act: 'log.restored', outcome: 'done', by, object: `log ${manifest.logId}`, details, at: Date.now() },
    ])
  } finally {
    await log.close()
  }
}
