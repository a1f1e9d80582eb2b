import csr from '@kafkajs/confluent-schema-registry'
import { HomeostatError } from '../../core/homeostat-error.ts'
import type { ConfluentApiOptions } from './confluent-api.ts'
import { refusal, unavailable } from './refusal.ts'

const { SchemaRegistry, SchemaType } = csr
type Arguments = ConstructorParameters<typeof SchemaRegistry>[0]
type Middleware = NonNullable<Arguments['middlewares']>[number]
type Compatibility = csr.COMPATIBILITY

/** What is used of the client package, with our errors and within a bounded time. */
export interface RegistryClient {
  /** @param compatibility  what the server holds the subject to; the package refuses when it is another by then */
  register(subject: string, schema: object, compatibility: string): Promise<number>
  /** An Avro schema with the parts that stand in other subjects put in. */
  assemble(id: number): Promise<object>
}

export function registryClient({ url, auth, agent, timeoutMs }: ConfluentApiOptions): RegistryClient {
  const bounded: Middleware = () => ({
    // The package's requests wait for ever by themselves.
    prepareRequest: async (next) => (await next()).enhance({ signal: AbortSignal.timeout(timeoutMs) }),
  })
  const given: Arguments = {
    host: url,
    clientId: 'homeostat',
    retry: { retries: 0 }, // whoever asks waits and tells why
    middlewares: [bounded],
    ...(auth && { auth }),
    ...(agent && { agent }),
  }
  const fresh = () => new SchemaRegistry(given) // it remembers ids for ever, also those that the server forgot
  return {
    async register(subject, schema, compatibility) {
      const doing = `register ${subject}`
      const whole = { type: SchemaType.AVRO, schema: JSON.stringify(schema) } as const
      try {
        return (await fresh().register(whole, { subject, compatibility: compatibility as Compatibility })).id // the server named it
      } catch (cause) {
        throw translated(cause, url, doing)
      }
    },
    async assemble(id) {
      try {
        const type: unknown = await fresh().getSchema(id)
        return wholeSchema(type)
      } catch (cause) {
        throw translated(cause, url, `read schema ${id}`)
      }
    },
  }
}

/** The package declares avsc's types without their method `schema`. */
function wholeSchema(type: unknown): object {
  const { schema } = type as { schema?: (options: object) => unknown } // called only when it is there
  const whole = schema?.call(type, { exportAttrs: true })
  if (typeof whole === 'object' && whole !== null) return whole
  throw new HomeostatError('HS_SCHEMA_UNSUPPORTED', { message: 'The registry client gave no Avro type.' })
}

function translated(cause: unknown, url: string, doing: string): HomeostatError {
  if (cause instanceof HomeostatError) return cause
  const reason = cause instanceof Error ? cause.message.replace('homeostat - ', '') : String(cause)
  const status = cause instanceof Error && 'status' in cause ? Number(cause.status) : 0
  if (cause instanceof Error && cause.name === 'ConfluentSchemaRegistryCompatibilityError')
    return new HomeostatError('HS_REGISTRY_COMPATIBILITY', { message: `${doing}: ${reason}`, cause })
  if (status === 0) return new HomeostatError('HS_SCHEMA_UNSUPPORTED', { message: `${doing}: ${reason}`, cause }) // refused before it was sent
  if (status === 400) return unavailable({ url, reason, cause }) // how the package numbers an exchange that failed
  return refusal({ status, reason, url, doing })
}
