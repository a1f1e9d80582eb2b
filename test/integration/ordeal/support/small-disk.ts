import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own that is soon full. */
export interface SmallDisk {
  readonly path: string
  /** Leaves no byte. */
  fill(): void
  /** Gives back what was taken. */
  relieve(): void
  remove(): void
}

/** A tmpfs; undefined where this user may not mount one. */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'homeostat-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', path])
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true })
    return undefined
  }
  const ballast = join(path, 'ballast')
  return {
    path,
    fill: () => writeUntilFull(ballast),
    relieve: () => rmSync(ballast),
    remove() {
      spawnSync('umount', ['--lazy', path]) // a server that has just ended may still be letting go
      rmSync(path, { recursive: true })
    },
  }
}

function writeUntilFull(file: string): void {
  const handle = openSync(file, 'w')
  try {
    for (let size = 1 << 20; size >= 1; ) {
      try {
        if (writeSync(handle, Buffer.alloc(size)) < size) size = Math.floor(size / 2)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        size = Math.floor(size / 2)
      }
    }
  } finally {
    closeSync(handle)
  }
}
