import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { repositoryRoot } from '../../support/repository.ts'

interface LockedPackage {
  version?: string
  resolved?: string
  integrity?: string
  optionalDependencies?: Record<string, string>
}

const text = readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')
const packages: Record<string, LockedPackage> = JSON.parse(text).packages

test('should name no registry in the lock file, so that any mirror serves', () => {
  const places = Object.entries(packages).filter(([, locked]) => locked.resolved !== undefined)
  assert.equal(places, [])
})

test('should lock every package by version and content', () => {
  const loose = Object.entries(packages).filter(([path, { version, integrity }]) => path !== '' && !(version && integrity))
  assert.equal(
    loose.map(([path]) => path),
    [],
  )
})

test('should lock the packages of every platform, without which `npm ci` refuses the lock file', () => {
  const wanted = Object.values(packages).flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}))
  assert.ok(wanted.length > 20)
  assert.equal(
    wanted.filter((name) => !packages[`node_modules/${name}`]),
    [],
  )
})

test.run()
