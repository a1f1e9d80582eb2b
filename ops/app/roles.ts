import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/** What a process of an installation may do; in one process it does everything. */
export const allRoles = ['sources', 'stages', 'projections', 'api'] as const

export type Role = (typeof allRoles)[number]

/**
 * Roles from a text such as `sources,api`.
 * @throws HS_USAGE
 */
export function parseRoles(text: string): readonly Role[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isRole(name))
  if (unknown === undefined) return allRoles.filter((role) => names.includes(role))
  const message = `There is no role "${unknown}"; there are ${allRoles.join(', ')}.`
  throw new HomeostatError('HS_USAGE', { value: unknown, message })
}

function isRole(name: string): name is Role {
  return allRoles.some((role) => role === name)
}

/**
 * Roles can be parted where processes share a log and a database.
 * @throws HS_ROLES_APART
 */
export function checkRoles(roles: readonly Role[], kind: 'embedded' | 'kafka', postgresDsn: string | undefined): void {
  if (roles.length === allRoles.length) return
  if (kind === 'embedded') {
    throw new HomeostatError('HS_ROLES_APART', {
      value: roles.join(','),
      message: 'Only one process can write to a data folder, so it needs all roles: name the brokers with --kafka to part them.',
    })
  }
  if (roles.includes('projections') !== roles.includes('api') && postgresDsn === undefined) {
    throw new HomeostatError('HS_ROLES_APART', {
      value: roles.join(','),
      message: 'Projections and API in different processes share a database: name it with --postgres or POSTGRES_DSN.',
    })
  }
}
