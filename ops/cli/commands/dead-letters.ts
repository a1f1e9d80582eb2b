import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { readLetter } from '../../api/letter.ts'
import type { LetterAction } from '../../api/request-letter.ts'
import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { thisUser } from '../../audit/this-user.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { formatTable, printable } from '../format/table.ts'
import { wholeNumber } from '../input/whole-number.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { askLetters } from '../letters/ask-letters.ts'
import { describeLetter } from '../letters/describe-letter.ts'
import { type ListedLetter, listLetters } from '../letters/list-letters.ts'
import { toJson } from '../tail/to-json.ts'
import type { Terminal } from '../terminal.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly all?: boolean
  readonly by?: string
}

export const create: CommandFactory = ({ terminal }) =>
  command('dead-letters', 'list, show, replay or drop what could not be processed', 'dead-letters replay 0 1')
    .addCommand(listCommand(terminal), { isDefault: true })
    .addCommand(showCommand(terminal))
    .addCommand(askCommand(terminal, 'replay', 'have letters folded again, with what waits behind them'))
    .addCommand(askCommand(terminal, 'drop', 'give letters up; what waits behind them is folded'))

function listCommand(terminal: Terminal): Command {
  return withConnection(command('list', 'list the letters', 'dead-letters list'))
    .addOption(jsonOption())
    .action(async ({ json, ...flags }: Options) => {
      const letters = await readInstallation(connectionOf(flags, terminal.env), ({ log, codec }) => listLetters(log, codec))
      if (json) return terminal.out(toJson({ letters }))
      terminal.out(letters.length === 0 ? 'No dead letters.' : table(letters))
    })
}

function showCommand(terminal: Terminal): Command {
  return withConnection(command('show', 'show a letter with reason and content', 'dead-letters show 0'))
    .argument('<number>', 'number of the letter', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .addOption(jsonOption())
    .action(async (number: number, { json, ...flags }: Options) =>
      readInstallation(connectionOf(flags, terminal.env), async ({ log, codec }) => {
        const letter = await readLetter(log, codec, number)
        terminal.out(json ? toJson(letter) : describeLetter(letter, codec))
      }),
    )
}

function askCommand(terminal: Terminal, action: LetterAction, summary: string): Command {
  return withConnection(command(action, summary, `dead-letters ${action} 0`))
    .argument('<numbers...>', 'numbers of the letters', numbers)
    .addOption(jsonOption())
    .option('--by <name>', 'who asks; default: the user of this shell')
    .addHelpText('after', '\nThrough the API of what runs on the data folder; otherwise the next start obeys.')
    .action(async (chosen: readonly number[], { json, by, ...flags }: Options) => {
      const asked = await askLetters(connectionOf(flags, terminal.env), chosen, action, by ?? thisUser(terminal.env))
      if (json) return terminal.out(toJson({ asked }))
      for (const { letter, position } of asked) {
        terminal.out(`Letter ${letter}: asked to ${action} (${position.topic}/${position.partition} offset ${position.offset}).`)
      }
    })
}

const oneNumber = wholeNumber(0, Number.MAX_SAFE_INTEGER)

function numbers(text: string, before: readonly number[] | undefined): readonly number[] {
  const number = oneNumber(text)
  if (before?.includes(number)) throw new InvalidArgumentError('The same letter is named twice.')
  return [...(before ?? []), number]
}

function table(letters: readonly ListedLetter[]): string {
  const rows = letters.map(({ number, letter: { at, stage, processor, topic, partition, offset, code, reason }, asked }) => [
    number,
    new Date(at).toISOString(),
    processor === '' ? stage : `${stage}/${processor}`,
    `${topic}/${partition}@${offset}`,
    asked ?? 'nothing',
    `${code} ${printable(reason).slice(0, 80)}`,
  ])
  return formatTable(['LETTER', 'EVENT TIME', 'STAGE', 'RECORD', 'ASKED FOR', 'WHY'], rows)
}
