import type { Command } from 'commander'
import { readRulesFile } from '../../rules/rules-file.ts'
import { type CommandContext, command, jsonOption } from '../command.ts'
import { howMany } from '../format/how-many.ts'

export function checkCommand({ terminal }: CommandContext): Command {
  return command('check', 'read a document of rules and say what is wrong with it; nothing is changed', 'rules check rules.yaml')
    .argument('<file>', 'YAML or JSON')
    .addOption(jsonOption())
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const rules = await readRulesFile(file)
      terminal.out(json ? JSON.stringify({ rules }) : `${file}: ${howMany(rules.length, 'rule')}, nothing is wrong.`)
    })
}
