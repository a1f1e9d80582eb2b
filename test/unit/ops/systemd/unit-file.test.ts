import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { exitCodes } from '../../../../ops/cli/exit-codes.ts'
import { repositoryRoot } from '../../../support/repository.ts'

const file = join(repositoryRoot, 'ops/systemd/homeostat.service')
const settings = new Map(
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z]\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
)

test('should start the program that there is, as nobody important, in a folder of its own', () => {
  assert.match(settings.get('ExecStart') ?? '', /\/bin\/homeostat\.mjs up --data \/var\/lib\/homeostat\//)
  assert.is(settings.get('StateDirectory'), 'homeostat')
  assert.is(settings.get('User'), 'homeostat')
  assert.is(settings.get('ProtectSystem'), 'strict')
})

test('should not start again what was called wrongly', () => {
  assert.is(settings.get('RestartPreventExitStatus'), String(exitCodes.usage))
})

test('should be understood by systemd, where it is there to be asked', () => {
  const { status, error, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
  if (error) return // no systemd here
  const complaints = stderr
    .split('\n')
    .filter((line) => line.includes('homeostat.service') && !/not executable|No such file/.test(line))
  assert.equal(complaints, [], `${status}`)
})

test.run()
