import { createPrivateKey } from 'node:crypto'
import { type SigningKey, signingKey } from '../audit/audit-key.ts'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Keys that are the same in every simulation, as its histories are; each process signs with one of them. */
export const auditKeys: readonly SigningKey[] = [1, 2].map((seed) => {
  const der = Buffer.concat([ED25519_PKCS8, Buffer.alloc(32, seed)])
  const pem = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' })
  return signingKey(pem.toString(), `seed ${seed}`)
})
