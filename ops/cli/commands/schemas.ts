import type { Command } from 'commander'
import { acceptHistory, checkSchemas } from '../../schemas-check/check-schemas.ts'
import { describeSchema, describeSchemas, type SchemaDescription } from '../../schemas-check/describe-schema.ts'
import { type CommandContext, type CommandFactory, command, jsonOption } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatTable } from '../format/table.ts'
import { registerCommand } from '../schemas/register-command.ts'

export const create: CommandFactory = (context) =>
  command('schemas', 'show, check and register the record types', 'schemas show Signal')
    .addCommand(showCommand(context))
    .addCommand(checkCommand(context))
    .addCommand(registerCommand(context))

function showCommand({ terminal }: CommandContext): Command {
  return command('show', 'show the record types, or the fields of one', 'schemas show Signal')
    .argument('[name]', 'short or full name of a record')
    .addOption(jsonOption())
    .action((name: string | undefined, { json }: { json?: boolean }) => {
      if (name !== undefined) {
        const schema = describeSchema(name)
        return terminal.out(json ? JSON.stringify(schema) : describe(schema))
      }
      const schemas = describeSchemas()
      const rows = schemas.map((schema) => [schema.name, schema.topics.join(', '), schema.doc])
      terminal.out(json ? JSON.stringify({ schemas }) : formatTable(['NAME', 'TOPICS', 'WHAT IT SAYS'], rows))
    })
}

function checkCommand({ terminal, outcome }: CommandContext): Command {
  return command('check', 'check the schemas against their released versions', 'schemas check')
    .addOption(jsonOption())
    .option('--accept', 'add what is new or has changed compatibly to the history')
    .action(({ json, accept }: { json?: boolean; accept?: boolean }) => {
      const findings = accept ? acceptHistory() : checkSchemas()
      if (json) terminal.out(JSON.stringify({ findings }))
      else if (findings.length === 0) terminal.out('Every schema can read what its released versions wrote.')
      else for (const finding of findings) terminal.out(`${finding.subject}: ${finding.problem}. ${finding.message}`)
      if (findings.length > 0) outcome.code = exitCodes.failed
    })
}

function describe({ fullName, doc, topics, fields }: SchemaDescription): string {
  const where = topics.length === 0 ? 'Stands in the topics of the stages.' : `Stands in ${topics.join(', ')}.`
  const table = formatTable(
    ['FIELD', 'TYPE', 'WHAT IT SAYS'],
    fields.map((field) => [field.name, field.type, field.doc]),
  )
  return [fullName, ...(doc === '' ? [] : [doc]), where, '', table].join('\n')
}
