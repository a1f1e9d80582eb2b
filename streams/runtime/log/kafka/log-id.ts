import { v4 as uuid } from 'uuid'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import { Installation } from '../../../../schemas/topics.ts'
import { type InstallationPorts, installationRecords } from './installation-topic.ts'

/** One link: the log that was `replaces` is `id` from here on. */
interface Link {
  readonly id: string
  readonly replaces: string | null
}

/**
 * The id of this log, made at the first start. Ids form a chain in the topic `installation`: a record counts when it replaces the id
 * that is current where it stands, so that of several processes that start or renew at the same time the first one wins and all agree.
 *
 * @param fixed the id that the log must have, or gets when it has none
 * @throws HS_LOG_ID_FOREIGN
 */
export async function ensureLogId(ports: InstallationPorts, fixed?: string): Promise<string> {
  const id = (await currentId(ports)) ?? (await replaceId(ports, null, fixed ?? uuid()))
  if (fixed !== undefined && id !== fixed)
    throw new HomeostatError('HS_LOG_ID_FOREIGN', {
      value: id,
      limit: fixed,
      message: `The log has the id ${id}, not ${fixed}. Leave the id out, or use another prefix.`,
    })
  return id
}

/** Gives the log a new id, after a reset, a restore or a migration; processes that run keep the old one until they start again. */
export async function renewLogId(ports: InstallationPorts): Promise<string> {
  return replaceId(ports, await currentId(ports), uuid())
}

async function replaceId(ports: InstallationPorts, replaces: string | null, id: string): Promise<string> {
  const value = Buffer.from(JSON.stringify({ id, replaces, at: ports.now() }))
  await ports.append([{ topic: Installation.name, partition: 0, key: null, value }])
  const current = await currentId(ports)
  if (current === null)
    throw new HomeostatError('HS_LOG_FAILED', { message: 'The id of the log could not be read after writing.' })
  return current
}

async function currentId(ports: InstallationPorts): Promise<string | null> {
  let current: string | null = null
  for await (const record of installationRecords(ports)) if (isLink(record) && record.replaces === current) current = record.id
  return current
}

function isLink(link: object): link is Link {
  if (!('id' in link) || !('replaces' in link)) return false
  return typeof link.id === 'string' && (link.replaces === null || typeof link.replaces === 'string')
}
