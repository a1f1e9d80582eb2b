import type { Component } from './components.ts'
import { settingsOf } from './settings-of.ts'

/** The reference page of all settings. */
export function renderConfig(components: readonly Component[]): string {
  return `${['# Settings', '', INTRODUCTION, ...components.flatMap(section)].join('\n')}\n`
}

const INTRODUCTION = `Made from the schemas by \`homeostat config --markdown > docs/reference/config.md\`; \`homeostat config NAME\` prints a part of it.
A setting out of its range and an unknown key are errors at start (HS_CONFIG_INVALID). The settings of a processor are part of the version
of its stage: \`homeostat verify\` knows which outputs were made with which.`

function section(component: Component): string[] {
  const rows = settingsOf(component).map(({ key, type, default: value, unit, range, description }) => {
    const cells = [`\`${key}\``, type, `\`${JSON.stringify(value)}\``, unit, range, description]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return [
    '',
    `## ${component.name}`,
    '',
    `Belongs to ${component.within}.`,
    '',
    '| Setting | Type | Default | Unit | Range | What it does |',
    '|---|---|---|---|---|---|',
    ...rows,
  ]
}
