import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { findJava } from '../../../ops/kafka/java.ts'

export interface Certificate {
  /** PKCS12 file with the key, and its password. */
  readonly store: string
  readonly password: string
  /** PEM file of the certificate alone: it is its own authority. */
  readonly pem: string
}

/** A certificate for 127.0.0.1 that has signed itself; keytool comes with Java. */
export function makeCertificate(folder: string, name: string): Certificate {
  const [store, pem, password] = [join(folder, `${name}.p12`), join(folder, `${name}.pem`), 'store-password']
  const where = ['-keystore', store, '-storepass', password, '-alias', name]
  keytool(['-genkeypair', '-keyalg', 'EC', '-dname', `CN=${name}`, '-ext', 'SAN=IP:127.0.0.1', '-storetype', 'PKCS12', ...where])
  keytool(['-exportcert', '-rfc', '-file', pem, ...where])
  return { store, password, pem }
}

function keytool(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(join(dirname(findJava().program), 'keytool'), args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`keytool ${args[0]}: ${stdout}${stderr}`)
}
