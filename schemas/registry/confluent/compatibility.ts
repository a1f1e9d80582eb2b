import { Type } from '@sinclair/typebox'
import { HomeostatError } from '../../core/homeostat-error.ts'
import type { ConfluentApi } from './confluent-api.ts'

/** What every subject of ours is held to: a version must read what every earlier one wrote. */
export const wanted = 'BACKWARD_TRANSITIVE'

const enough = [wanted, 'FULL_TRANSITIVE']
/**
 * Sees to it that the server holds a subject to our compatibility *before* its first version is registered, and never changes what
 * someone has set.
 *
 * @returns what is set: the wanted one, or a stricter one
 * @throws HS_REGISTRY_COMPATIBILITY when the subject has a weaker one, and as `ask`
 */
export async function ensureCompatibility(api: ConfluentApi, subject: string): Promise<string> {
  const set = (await compatibilityOf(api, subject)) ?? (await setOnce(api, subject))
  if (enough.includes(set)) return set
  throw new HomeostatError('HS_REGISTRY_COMPATIBILITY', {
    value: set,
    limit: wanted,
    message: `The registry holds the subject ${subject} to ${set} and not to ${wanted}: a later version might not read what is in the log. \`homeostat schemas register --set-compatibility\` sets it.`,
  })
}

/** Another process may set it in the same moment, and Apicurio then refuses one of the two. */
async function setOnce(api: ConfluentApi, subject: string): Promise<string> {
  try {
    await setCompatibility(api, subject)
    return wanted
  } catch (error) {
    const set = await compatibilityOf(api, subject)
    if (set === undefined) throw error
    return set
  }
}

export async function setCompatibility(api: ConfluentApi, subject: string): Promise<void> {
  const doing = `set the compatibility of ${subject}`
  await api.ask({ method: 'PUT', path: pathOf(subject), body: { compatibility: wanted }, as: Type.Object({}), doing })
}

async function compatibilityOf(api: ConfluentApi, subject: string): Promise<string | undefined> {
  const as = Type.Object({ compatibilityLevel: Type.String() })
  const doing = `read the compatibility of ${subject}`
  const answer = await api.find({ method: 'GET', path: pathOf(subject), as, doing })
  return answer?.compatibilityLevel.toUpperCase()
}

function pathOf(subject: string): string {
  return `/config/${encodeURIComponent(subject)}`
}
