import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A file system of 64 MiB in a file, mounted: what a node exporter takes for a disk. */
export interface SmallDisk {
  readonly mountpoint: string
  /** Writes until nothing more goes in. */
  fill(): void
  empty(): void
  remove(): void
}

/**
 * Needs root and a kernel with loop devices.
 * @returns undefined where it cannot be had
 */
export function mountSmallDisk(folder: string): SmallDisk | undefined {
  const image = join(folder, 'small-disk.img')
  const mountpoint = join(folder, 'small-disk')
  const ballast = join(mountpoint, 'ballast')
  mkdirSync(mountpoint, { recursive: true })
  const file = openSync(image, 'w')
  ftruncateSync(file, SIZE)
  closeSync(file)
  try {
    execFileSync('mkfs.ext4', ['-q', '-m', '0', image], { stdio: 'ignore' })
    execFileSync('mount', ['-o', 'loop', image, mountpoint], { stdio: 'ignore' })
  } catch {
    return undefined // not root, or no loop devices: the caller says so
  }
  return {
    mountpoint,
    fill: () => writeUntilFull(ballast),
    empty: () => rmSync(ballast, { force: true }),
    remove: () => void execFileSync('umount', [mountpoint], { stdio: 'ignore' }),
  }
}

const SIZE = 64 * 2 ** 20

function writeUntilFull(path: string): void {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(2 ** 20, 'ballast')
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
