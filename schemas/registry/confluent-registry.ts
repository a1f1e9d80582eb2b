import http from 'node:http'
import https from 'node:https'
import { Type } from '@sinclair/typebox'
import { isSameSchema } from '../generation/is-same-schema.ts'
import { withoutDocs } from '../generation/without-docs.ts'
import { ensureCompatibility, setCompatibility } from './confluent/compatibility.ts'
import { type ConfluentApi, confluentApi } from './confluent/confluent-api.ts'
import { type Assemble, avroOf, readEntry } from './confluent/read-entry.ts'
import { registryClient } from './confluent/registry-client.ts'
import type { RegisteredSchema } from './registry.ts'
import type { RemoteRegistry } from './remote-registry.ts'

export interface ConfluentRegistryOptions {
  /** Of the API: Apicurio's ends with /apis/ccompat/v7. */
  readonly url: string
  readonly auth?: { readonly username: string; readonly password: string } | undefined
  /** Certificates that sign the registry's, PEM; without them those of the system. */
  readonly ca?: string | undefined
  /** Bound of one exchange; a call takes a few. Default 5 s. */
  readonly timeoutMs?: number
}

/**
 * A schema registry behind Confluent's HTTP API. Nothing is asked before the first call, and nothing is remembered: a registry that was
 * emptied is seen as it is.
 *
 * A subject is held to BACKWARD_TRANSITIVE before its first version; another compatibility that someone has set is an error
 * (HS_REGISTRY_COMPATIBILITY) and stays. Comments are no part of a schema.
 */
export function confluentRegistry({ url: given, auth, ca, timeoutMs = 5_000 }: ConfluentRegistryOptions): RemoteRegistry {
  const url = given.replace(/\/+$/, '')
  // A connection that is kept would fail once after every restart of the registry.
  const agent = url.startsWith('https:')
    ? new https.Agent({ keepAlive: false, ...(ca !== undefined && { ca }) })
    : new http.Agent({ keepAlive: false })
  const options = { url, auth, agent, timeoutMs }
  const api = confluentApi(options)
  const client = registryClient(options)

  return {
    url,
    async register(subject, schema) {
      const compatibility = await ensureCompatibility(api, subject)
      const bare = withoutDocs(schema) as object // an object stays one
      const versions = await versionsOf(api, subject, client.assemble)
      const same = versions.find((version) => isSameSchema(version.schema, bare))
      return same?.id ?? client.register(subject, bare, compatibility)
    },
    schemaOf: async (id) => (await readEntry(api, id, client.assemble)).schema,
    versions: (subject) => versionsOf(api, subject, client.assemble),
    entryOf: (id) => readEntry(api, id, client.assemble),
    async put(subject, schema) {
      const path = `/subjects/${encodeURIComponent(subject)}/versions`
      const body = { schema: JSON.stringify(schema) }
      return (await api.ask({ method: 'POST', path, body, as: Registered, doing: `register ${subject}` })).id
    },
    setCompatibility: (subject) => setCompatibility(api, subject),
  }
}

const Registered = Type.Object({ id: Type.Integer() })
const Version = Type.Object({
  id: Type.Integer(),
  version: Type.Integer(),
  schema: Type.String(),
  schemaType: Type.Optional(Type.String()),
  references: Type.Optional(Type.Array(Type.Unknown())),
})

async function versionsOf(api: ConfluentApi, subject: string, assemble: Assemble): Promise<readonly RegisteredSchema[]> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions`
  const doing = `read the versions of ${subject}`
  const numbers = await api.find({ method: 'GET', path, as: Type.Array(Type.Integer()), doing })
  const entries = (numbers ?? []).map(async (number): Promise<RegisteredSchema | undefined> => {
    const answer = await api.find({ method: 'GET', path: `${path}/${number}`, as: Version, doing })
    if (answer === undefined) return undefined // deleted since
    return { id: answer.id, subject, version: number, schema: await avroOf(answer.id, answer, assemble) }
  })
  return (await Promise.all(entries)).filter((entry) => entry !== undefined).sort((one, other) => one.version - other.version)
}
