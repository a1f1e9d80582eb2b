/** A setting of the environment that some part of the product needs. */
export interface Prerequisite {
  /** One of these is enough. */
  readonly anyOf: readonly string[]
  readonly present: boolean
  /** What depends on it. */
  readonly neededFor: string
  /** What is so without it: another way is used, a part is off, or a part that is asked for cannot work. */
  readonly without: 'replaced' | 'disabled' | 'BLOCKED'
  /** How it goes on, or how to get it. */
  readonly remark: string
  /** False: the part that needs it is not in this version yet. */
  readonly used: boolean
}

type Spec = Omit<Prerequisite, 'present' | 'used'>

/** What this version reads; the rest is asked for early, because it takes time to get. */
const used = new Set(['POSTGRES_DSN', 'PROM_URL'])

const specs: readonly Spec[] = [
  {
    anyOf: ['POSTGRES_DSN'],
    neededFor: 'read models and API in a database of your own',
    without: 'replaced',
    remark: 'The PostgreSQL from npm runs in the data folder.',
  },
  {
    anyOf: ['PROM_URL'],
    neededFor: 'the server that `connect prometheus` looks at',
    without: 'disabled',
    remark: 'Name the server on the command line; sources.yaml tells `up` which ones to ask.',
  },
  {
    anyOf: ['VAULT_ADDR'],
    neededFor: 'credentials of actuators from Vault',
    without: 'BLOCKED',
    remark: 'Set VAULT_ADDR to the address of Vault before actuators with credentials are switched on.',
  },
  {
    anyOf: ['VAULT_ROLE'],
    neededFor: 'the login at Vault',
    without: 'BLOCKED',
    remark: 'Set VAULT_ROLE to the role that Vault has for Homeostat.',
  },
  {
    anyOf: ['MILVUS_ENDPOINT', 'VECTOR_DB_URL'],
    neededFor: 'similar incidents in a vector database',
    without: 'disabled',
    remark: 'Optional.',
  },
  {
    anyOf: ['OPENAI_KEY'],
    neededFor: 'embeddings of texts by an outside service',
    without: 'disabled',
    remark: 'Optional; nothing is sent to anybody without it.',
  },
  {
    anyOf: ['GITHUB_TOKEN'],
    neededFor: 'changes and pull requests at GitHub',
    without: 'BLOCKED',
    remark: 'Set GITHUB_TOKEN to a token that may read and open pull requests.',
  },
  {
    anyOf: ['S3_BUCKET'],
    neededFor: 'archives and backups in an object store',
    without: 'disabled',
    remark: 'Set S3_BUCKET, and AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, to have them.',
  },
]

/** Which settings are there. Values are never looked at further than whether they are empty, and never returned. */
export function prerequisites(env: Readonly<Record<string, string | undefined>>): readonly Prerequisite[] {
  return specs.map((spec) => ({
    ...spec,
    present: spec.anyOf.some((name) => (env[name] ?? '') !== ''),
    used: spec.anyOf.some((name) => used.has(name)),
  }))
}
