import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Rule } from '../../streams/sense/rules/rule.ts'
import { rulesOf } from './rules-of.ts'

/** Where the rules of an installation stand, in its data folder. */
export const RULES_FILE = 'rules.yaml'

/**
 * The rules of a data folder; undefined where there is no such file.
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID with the line, HS_RULES_INVALID
 */
export async function readRules(data: string): Promise<readonly Rule[] | undefined> {
  const path = join(data, RULES_FILE)
  return existsSync(path) ? readRulesFile(path) : undefined
}

/** The same of any file. */
export async function readRulesFile(path: string): Promise<readonly Rule[]> {
  return rulesOf(await readDocument(path))
}

/**
 * What stands in such a file, unchecked.
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID with the line
 */
export async function readDocument(path: string): Promise<unknown> {
  const { parseYaml } = await import('../config/parse-yaml.ts') // reading YAML takes its time to load
  return parseYaml(path) ?? {}
}
