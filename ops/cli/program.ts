import { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import type { CommandContext } from './command.ts'
import { commandList } from './command-list.ts'
import { exitCodes } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/**
 * The command line. Only the command that is called is loaded, because loading everything takes longer than most commands run; the others
 * are there by name, for the help.
 */
export async function createProgram(args: readonly string[], context: CommandContext): Promise<Command> {
  const called = args.filter((argument) => !argument.startsWith('-'))
  const wanted = called[0] === 'help' ? called[1] : called[0]
  return assemble(context, (name) => name === wanted)
}

/** The command line with every command loaded. */
export async function createWholeProgram(terminal: Terminal): Promise<Command> {
  return assemble({ terminal, outcome: { code: exitCodes.ok } }, () => true)
}

async function assemble(context: CommandContext, wanted: (name: string) => boolean): Promise<Command> {
  const program = new Command('homeostat')
    .description(manifest.description)
    .version(manifest.version, '--version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', FOOTER)
  for (const { name, summary, load } of commandList) {
    if (wanted(name)) program.addCommand((await load()).create(context))
    else program.command(name).summary(summary).description(summary)
  }
  forAll(program, (each) => tame(each, context.terminal))
  return program
}

const FOOTER = `
Exit codes: 0 done · 1 failed, or a finding · 2 not understood · 3 not running or not reachable
Data folder: --data DIR, else $HOMEOSTAT_DATA, else ./data

Example:
  $ homeostat up --for 60s`

function forAll(parent: Command, work: (each: Command) => void): void {
  work(parent)
  for (const child of parent.commands) forAll(child, work)
}

/** Errors are thrown instead of ending the process, and are told like all others. */
function tame(each: Command, terminal: Terminal): void {
  each.exitOverride().helpOption('--help', 'print this help')
  each.configureOutput({
    writeOut: (text) => terminal.out(text.trimEnd()),
    writeErr: (text) => terminal.err(text.trimEnd()),
    outputError: (text, write) => {
      const name = [...ancestors(each)].join(' ')
      write(`${sentence(text)}\n  What to do: ${name} --help shows what there is. [HS_USAGE]`)
    },
  })
}

function sentence(text: string): string {
  const plain = text.replace(/^error: /, '').trim()
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${/[.?)]$/.test(plain) ? '' : '.'}`
}

function ancestors(each: Command): string[] {
  return each.parent ? [...ancestors(each.parent), each.name()] : [each.name()]
}
