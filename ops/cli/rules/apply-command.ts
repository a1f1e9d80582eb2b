import type { Command } from 'commander'
import type { Connection } from '../../app/connection/connection.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { type ChangeOutcome, changeRules } from '../../rules/change-rules.ts'
import { readDocument } from '../../rules/rules-file.ts'
import { rulesOf } from '../../rules/rules-of.ts'
import type { CommandContext } from '../command.ts'
import { howMany } from '../format/how-many.ts'
import { callApi } from '../instance/call-api.ts'
import { requireRunning } from '../instance/require-running.ts'
import { type RequestOptions, requestCommand, signedBy } from '../requests/request-command.ts'
import { findRunning } from '../run-file.ts'

export function applyCommand({ terminal }: CommandContext): Command {
  return requestCommand(
    'apply',
    'make the rules of a document those of the installation, and no others',
    'rules apply rules.yaml',
  )
    .argument('<file>', 'YAML or JSON')
    .action(async (file: string, options: RequestOptions) => {
      const { by } = signedBy(terminal, options)
      const document = await readDocument(file)
      const rules = rulesOf(document)
      const { changed } = await apply(connectionOf(options, terminal.env), document, by)
      if (options.json) return terminal.out(JSON.stringify({ rules: rules.length, changed }))
      terminal.out(changed ? `${howMany(rules.length, 'rule')} from the next tick on.` : 'These are the rules already.')
    })
}

/** Through the API of what runs on the data folder, otherwise into the log itself. */
async function apply(connection: Connection, document: unknown, by: string): Promise<ChangeOutcome> {
  if (findRunning(connection.data)) {
    const headers = { 'content-type': 'application/json' }
    const call = { method: 'PUT', headers, body: JSON.stringify(document) } as const
    return (await callApi(requireRunning(connection.data).url, `/rules?${new URLSearchParams({ by })}`, call)) as ChangeOutcome // our own API
  }
  const { log, codec } = await openInstallation(connection, stages)
  try {
    return await changeRules({ log, codec, now: Date.now }, rulesOf(document), by)
  } finally {
    await log.close()
  }
}
