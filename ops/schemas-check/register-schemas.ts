import { checkCompatible } from '../../schemas/compatibility/check-compatible.ts'
import { fullNames, type RecordName, recordSchemas } from '../../schemas/generated/records.ts'
import { isSameSchema } from '../../schemas/generation/is-same-schema.ts'
import type { RemoteRegistry } from '../../schemas/registry/remote-registry.ts'

export interface Registration {
  readonly subject: string
  /** Null when it would be given with the registration. */
  readonly id: number | null
  readonly version: number
  /** It stood there already. */
  readonly known: boolean
}

export interface RegisterOptions {
  /** Registers nothing and says what would be. */
  readonly dryRun?: boolean
  /** Lets the registry hold every subject to BACKWARD_TRANSITIVE, whatever was set. */
  readonly setCompatibility?: boolean
}

/**
 * Registers the current schema of every record, in the order in which a starting process does, so that a process that may not write to
 * the registry finds them there.
 *
 * @throws HS_SCHEMA_INCOMPATIBLE with the first that cannot read what the registry holds, also in a dry run; HS_REGISTRY_…
 */
export async function registerSchemas(
  remote: RemoteRegistry,
  { dryRun = false, setCompatibility = false }: RegisterOptions = {},
): Promise<readonly Registration[]> {
  const rows: Registration[] = []
  for (const name of Object.keys(recordSchemas) as RecordName[]) {
    // keys of a Record<RecordName>
    const subject = fullNames[name]
    const schema = recordSchemas[name]
    const versions = await remote.versions(subject)
    const same = versions.find((version) => isSameSchema(version.schema, schema))
    if (dryRun && !same) for (const older of versions) checkCompatible(subject, { schema, version: versions.length + 1 }, older)
    if (!dryRun && setCompatibility) await remote.setCompatibility(subject)
    const id = dryRun ? (same?.id ?? null) : await remote.register(subject, schema)
    rows.push({ subject, id, version: same?.version ?? (versions.at(-1)?.version ?? 0) + 1, known: same !== undefined })
  }
  return rows
}
