import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { newKeyPair, type SigningKey, signingKey } from './audit-key.ts'

/** Folder of a data folder that holds its keys. */
export const KEYS_FOLDER = 'keys'

export function privateKeyFile(data: string): string {
  return join(data, KEYS_FOLDER, 'audit.key')
}

export function publicKeyFile(data: string): string {
  return join(data, KEYS_FOLDER, 'audit.pub')
}

/**
 * The key of a data folder, made with the first start: readable for its owner alone, with the public key beside it.
 * @throws HS_AUDIT_KEY when what is there is no key, or cannot be read or made
 */
export function keyOfFolder(data: string): SigningKey {
  const file = privateKeyFile(data)
  try {
    if (!existsSync(file)) {
      mkdirSync(join(data, KEYS_FOLDER), { recursive: true, mode: 0o700 })
      makeWhole(file, newKeyPair().privatePem, 0o600)
    }
    const key = signingKey(readFileSync(file, 'utf8'), file)
    if (!existsSync(publicKeyFile(data))) makeWhole(publicKeyFile(data), key.pem, 0o644)
    return key
  } catch (cause) {
    if (cause instanceof HomeostatError) throw cause
    const why = cause instanceof Error && 'code' in cause ? cause.code : cause
    throw new HomeostatError('HS_AUDIT_KEY', { value: file, message: `${file} cannot be used (${why}).`, cause })
  }
}

/** Whole or not at all, also when the process is killed meanwhile; where another one has just made it, it stays. */
function makeWhole(file: string, text: string, mode: number): void {
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, text, { flag: 'wx', mode, flush: true })
  try {
    linkSync(draft, file)
  } catch {
    if (!existsSync(file)) writeFileSync(file, text, { flag: 'wx', mode }) // a file system without hard links
  } finally {
    rmSync(draft)
  }
}
