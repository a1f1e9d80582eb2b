import { parseDocument } from 'yaml'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../schemas/core/read-text-file.ts'

/**
 * What stands in a file in YAML (or JSON, which is YAML too).
 * @throws HS_FILE_UNREADABLE, HS_CONFIG_INVALID with the line
 */
export function parseYaml(path: string): unknown {
  const document = parseDocument(readTextFile(path))
  const [error] = document.errors
  if (error === undefined) return document.toJS()
  const line = error.linePos?.[0].line
  throw new HomeostatError('HS_CONFIG_INVALID', {
    message: `${path}${line === undefined ? '' : `, line ${line}`}: ${error.message.split('\n')[0]}`,
    value: line,
  })
}
