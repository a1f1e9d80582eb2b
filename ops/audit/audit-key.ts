import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/** A public key of an audit trail, and how heads name it. */
export interface PublicKey {
  /** SHA-256 of the key in SPKI DER, 64 hexadecimal digits. */
  readonly id: string
  readonly pem: string
  /** Whether the signature (base64) was made over the UTF-8 bytes of the text with the private key to this one. */
  hasSigned(text: string, signature: string): boolean
}

/** The key with which a process signs. */
export interface SigningKey extends PublicKey {
  sign(text: string): string
}

/** A new key pair as PEM (PKCS #8 and SPKI). */
export function newKeyPair(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

/**
 * @param where  what holds the text, for the message
 * @throws HS_AUDIT_KEY
 */
export function signingKey(pem: string, where: string): SigningKey {
  const key = parsed(() => createPrivateKey(pem), where)
  return { ...fromKey(createPublicKey(key)), sign: (text) => sign(null, Buffer.from(text), key).toString('base64') }
}

/**
 * Every public key of a text: PEM blocks one after the other, as of several processes that have signed.
 * @throws HS_AUDIT_KEY also when there is none
 */
export function publicKeys(text: string, where: string): readonly PublicKey[] {
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g)
  if (blocks === null) throw new HomeostatError('HS_AUDIT_KEY', { value: where, message: `${where} holds no public key.` })
  return blocks.map((pem) => fromKey(parsed(() => createPublicKey(pem), where)))
}

function fromKey(key: KeyObject): PublicKey {
  return {
    id: createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    hasSigned: (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64')),
  }
}

function parsed(parse: () => KeyObject, where: string): KeyObject {
  try {
    const key = parse()
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    throw new HomeostatError('HS_AUDIT_KEY', { value: where, message: `${where} holds no key that can be read.`, cause })
  }
  throw new HomeostatError('HS_AUDIT_KEY', { value: where, message: `The key in ${where} is not an Ed25519 key.` })
}
