import { type CommandFactory, command } from '../command.ts'
import { applyCommand } from '../rules/apply-command.ts'
import { checkCommand } from '../rules/check-command.ts'
import { listCommand } from '../rules/list-command.ts'
import { schemaCommand } from '../rules/schema-command.ts'

export const create: CommandFactory = (context) =>
  command('rules', 'what people want to be told of: list, check and change the rules', 'rules list')
    .addCommand(listCommand(context), { isDefault: true })
    .addCommand(checkCommand(context))
    .addCommand(applyCommand(context))
    .addCommand(schemaCommand(context))
