import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Java } from './java.ts'

export interface ClassArchive {
  /** For the Java command line. */
  readonly options: readonly string[]
  /** Keeps what the server has written at its end in good order, if it has. */
  keep(): void
}

/**
 * Java's own archive of loaded classes (JEP 350): the first server writes it when it stops, later ones read it and start with two thirds
 * of the CPU time. It is of use to the same build of Java and the same jars alone, and lies beside them.
 *
 * @param write whether to write one where there is none; the caller then calls `keep` after the server has stopped
 */
export function classArchive(jars: string, name: string, java: Java, write: boolean): ClassArchive {
  const archive = join(jars, `${name}-${java.build}.jsa`)
  if (existsSync(archive)) return { options: [`-XX:SharedArchiveFile=${archive}`, '-Xlog:disable'], keep: () => undefined }
  if (!write) return { options: [], keep: () => undefined }
  const part = `${archive}.${process.pid}`
  return {
    options: [`-XX:ArchiveClassesAtExit=${part}`, '-Xlog:disable'],
    keep() {
      if (existsSync(part)) renameSync(part, archive)
    },
  }
}
