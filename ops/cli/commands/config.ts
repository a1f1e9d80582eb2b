import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { type Component, components } from '../../config/components.ts'
import { renderConfig } from '../../config/render-markdown.ts'
import { settingsOf } from '../../config/settings-of.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatTable } from '../format/table.ts'

interface Options {
  readonly json?: boolean
  readonly markdown?: boolean
  readonly check?: boolean
}

export const create: CommandFactory = ({ terminal, outcome }) =>
  command('config', 'print every setting with default, unit and range', 'config ewma')
    .argument('[component]', 'only the settings of this component')
    .addOption(jsonOption())
    .option('--markdown', 'print the reference page')
    .option('--check', 'end with 1 when docs/reference/config.md is not what --markdown prints')
    .action((name: string | undefined, { json, markdown, check }: Options) => {
      const chosen = choose(name)
      if (check) {
        const fresh = isFresh()
        terminal.out(fresh ? `${PAGE} is up to date.` : `${PAGE} is stale: run \`homeostat config --markdown > ${PAGE}\`.`)
        if (!fresh) outcome.code = exitCodes.failed
      } else if (markdown) terminal.out(renderConfig(chosen).trimEnd())
      else if (json) terminal.out(JSON.stringify({ components: chosen.map(asJson) }))
      else terminal.out(chosen.map(describe).join('\n\n'))
    })

const PAGE = 'docs/reference/config.md'

function isFresh(): boolean {
  try {
    return readFileSync(fileURLToPath(new URL(`../../../${PAGE}`, import.meta.url)), 'utf8') === renderConfig(components())
  } catch {
    return false // a page that is not there is stale
  }
}

function choose(name: string | undefined): readonly Component[] {
  const all = components()
  if (name === undefined) return all
  const found = all.filter((component) => component.name === name)
  if (found.length > 0) return found
  const message = `There is no component ${name}; there are ${all.map((component) => component.name).join(', ')}.`
  throw new HomeostatError('HS_USAGE', { value: name, message })
}

function asJson(component: Component) {
  return { name: component.name, within: component.within, settings: settingsOf(component) }
}

function describe(component: Component): string {
  const rows = settingsOf(component).map(({ key, default: value, unit, range, description }) => [
    key,
    `${JSON.stringify(value)}${unit === '' ? '' : ` ${unit}`}`,
    range,
    description,
  ])
  return `${component.name} (${component.within})\n${formatTable(['SETTING', 'DEFAULT', 'RANGE', 'WHAT IT DOES'], rows)}`
}
