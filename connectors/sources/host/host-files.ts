import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** How full a file system is, in blocks of any one size. */
export interface FileSystemUse {
  readonly blocks: number
  readonly free: number
  /** Free to ordinary users. */
  readonly available: number
}

/** The files in which Linux tells about itself. Paths are relative to the root that was given. */
export interface HostFiles {
  /** undefined when the file does not exist or may not be read. */
  read(path: string): string | undefined
  use(mountPoint: string): Promise<FileSystemUse | undefined>
}

/**
 * Reads synchronously: /proc answers from memory, and a thread a file would cost more than the read.
 *
 * @param proc where /proc is mounted
 */
export function hostFiles(proc = '/proc'): HostFiles {
  return {
    read: (path) => attempt(() => readFileSync(join(proc, path), 'utf8')),
    async use(mountPoint) {
      try {
        const { blocks, bfree, bavail } = await statfs(mountPoint)
        return { blocks, free: bfree, available: bavail }
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
  }
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Not there, not ours to read, or (pressure in some containers) there but not supported. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && absent.has(error.code)
}

const absent = new Set<unknown>(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EOPNOTSUPP', 'ENODEV', 'EIO', 'ESTALE'])
