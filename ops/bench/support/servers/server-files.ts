import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The files of one server: rows without labels, and those after them with labels. */
export interface ServerFiles {
  /** Of the folder. */
  readonly set: string
  readonly name: string
  read(): { readonly train: readonly Float64Array[]; readonly test: readonly Float64Array[]; readonly labels: Uint8Array }
}

/** What lies in a folder and the folders in it: NAME_train.csv.gz, NAME_test.csv.gz and NAME_test_label.csv.gz, without heads. */
export function serverFiles(folder: string): readonly ServerFiles[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return serverFiles(join(folder, entry.name))
    const [, name] = /^(.+)_test_label\.csv\.gz$/.exec(entry.name) ?? []
    if (name === undefined) return []
    const rowsOf = (part: string) => rowsIn(join(folder, `${name}_${part}.csv.gz`))
    return [
      {
        set: basename(folder),
        name,
        read: () => ({
          train: rowsOf('train'),
          test: rowsOf('test'),
          labels: Uint8Array.from(rowsOf('test_label'), ([label]) => label),
        }),
      },
    ]
  })
}

function rowsIn(path: string): readonly Float64Array[] {
  const lines = gunzipSync(readFileSync(path)).toString().trim().split('\n')
  return lines.map((line) => Float64Array.from(line.split(','), Number))
}
