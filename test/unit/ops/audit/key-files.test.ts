import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { newKeyPair, publicKeys } from '../../../../ops/audit/audit-key.ts'
import { keyOfFolder, privateKeyFile, publicKeyFile } from '../../../../ops/audit/key-files.ts'
import { codeOf } from '../../../../schemas/core/homeostat-error.ts'

let data = ''
test.before.each(() => {
  data = mkdtempSync(join(tmpdir(), 'homeostat-keys-'))
})
test.after.each(() => rmSync(data, { recursive: true }))

test('should make a key that its owner alone can read, and keep it', () => {
  const key = keyOfFolder(data)
  assert.is(statSync(privateKeyFile(data)).mode & 0o777, 0o600)
  assert.is(statSync(join(data, 'keys')).mode & 0o777, 0o700)
  const [published] = publicKeys(readFileSync(publicKeyFile(data), 'utf8'), 'the file')
  assert.is(published.id, key.id)
  assert.ok(published.hasSigned('text', key.sign('text')))
  assert.not(published.hasSigned('another text', key.sign('text')))
  assert.is(keyOfFolder(data).id, key.id)
  assert.equal(readdirSync(join(data, 'keys')).sort(), ['audit.key', 'audit.pub'], 'drafts are left')
})

test('should write the public key again where it is missing', () => {
  const { id } = keyOfFolder(data)
  rmSync(publicKeyFile(data))
  assert.is(keyOfFolder(data).id, id)
  assert.ok(statSync(publicKeyFile(data)).isFile())
})

test('should refuse what is no key, and never write over it', () => {
  keyOfFolder(data)
  writeFileSync(privateKeyFile(data), 'not a key')
  assert.is(
    refused(() => keyOfFolder(data)),
    'HS_AUDIT_KEY',
  )
  assert.is(readFileSync(privateKeyFile(data), 'utf8'), 'not a key')
})

test('should read every public key of a text, and refuse a text without one', () => {
  const [one, two] = [newKeyPair(), newKeyPair()]
  assert.is(publicKeys(`${one.publicPem}\n${two.publicPem}`, 'a text').length, 2)
  assert.is(
    refused(() => publicKeys('', 'a text')),
    'HS_AUDIT_KEY',
  )
  assert.is(
    refused(() => publicKeys('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'a text')),
    'HS_AUDIT_KEY',
  )
})

function refused(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return codeOf(error)
  }
  return 'not refused'
}

test.run()
