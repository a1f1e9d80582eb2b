import { existsSync } from 'node:fs'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readTextFile } from '../../../schemas/core/read-text-file.ts'
import { type PublicKey, publicKeys } from '../../audit/audit-key.ts'
import { publicKeyFile } from '../../audit/key-files.ts'

/**
 * The public keys of a file that a person has named, or of the data folder.
 * @throws HS_AUDIT_KEY when there is none, HS_FILE_UNREADABLE
 */
export function trustedKeys(data: string, named: string | undefined): readonly PublicKey[] {
  const file = named ?? publicKeyFile(data)
  if (named === undefined && !existsSync(file)) {
    const message = `There is no ${file}: this folder has signed nothing yet. Name the public key with --key.`
    throw new HomeostatError('HS_AUDIT_KEY', { value: file, message })
  }
  return publicKeys(readTextFile(file), file)
}
