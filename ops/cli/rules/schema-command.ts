import type { Command } from 'commander'
import { rulesSchema } from '../../rules/rules-schema.ts'
import { type CommandContext, command } from '../command.ts'

export function schemaCommand({ terminal }: CommandContext): Command {
  return command(
    'schema',
    'print the JSON Schema of a document of rules, for editors',
    'rules schema > rules.schema.json',
  ).action(() => terminal.out(JSON.stringify(rulesSchema(), null, 2)))
}
