import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot } from '../../support/repository.ts'
import { skipUnless } from '../../support/skip.ts'

/** Who works in a clone; undefined is whoever runs the tests. */
export interface User {
  readonly uid: number
  readonly gid: number
}

export interface FreshClone {
  /** Folder that only its owner can enter; holds all the rest. */
  readonly folder: string
  readonly clone: string
  readonly data: string
  readonly home: string
  remove(): void
}

/**
 * Clones what is committed here into a new 0700 folder, as somebody who tries Homeostat for the first time does.
 * @param packages  `linked` or `copied` from this repository, to save the time of an installation
 * @param owner     gets everything; asks for root, and for packages that are `copied`
 */
export function freshClone(packages: 'none' | 'linked' | 'copied', owner?: User): FreshClone {
  skipUnless(hasGit(), 'needs git and a Git repository to clone')
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-first-'))
  const [clone, home, data] = ['clone', 'home', 'data'].map((name) => join(folder, name))
  chmodSync(folder, 0o700)
  mkdirSync(home)
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repositoryRoot, clone], { stdio: 'inherit' })
  if (packages !== 'none') bringPackages(clone, packages === 'linked' && canLink(folder))
  if (owner) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, folder])
  return { folder, clone, home, data, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) }
}

function hasGit(): boolean {
  try {
    execFileSync('git', ['rev-parse', '--git-dir'], { cwd: repositoryRoot, stdio: 'ignore' })
    return true
  } catch {
    return false // no git, or a tree without history: the file says that it was skipped
  }
}

function bringPackages(clone: string, link: boolean): void {
  const [from, to] = [repositoryRoot, clone].map((root) => join(root, 'node_modules'))
  if (link) execFileSync('cp', ['-al', from, to])
  else cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  rmSync(join(to, '.cache'), { recursive: true, force: true }) // what was compiled here is not installed
}

function canLink(folder: string): boolean {
  const probe = join(folder, 'probe')
  try {
    linkSync(join(repositoryRoot, 'package.json'), probe)
    return true
  } catch {
    return false // another file system: copies take longer and do as well
  } finally {
    if (existsSync(probe)) rmSync(probe)
  }
}
