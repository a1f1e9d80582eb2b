import { exportCommand } from '../audit/export-command.ts'
import { listCommand } from '../audit/list-command.ts'
import { verifyCommand } from '../audit/verify-command.ts'
import { type CommandFactory, command } from '../command.ts'

export const create: CommandFactory = (context) =>
  command('audit', 'who did what: list, export and verify the audit trail', 'audit list --act log.reset')
    .addCommand(listCommand(context), { isDefault: true })
    .addCommand(exportCommand(context))
    .addCommand(verifyCommand(context))
