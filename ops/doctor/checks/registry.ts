import { confluentRegistry } from '../../../schemas/registry/confluent-registry.ts'
import { howMany } from '../../cli/format/how-many.ts'
import { type Check, ok } from '../check.ts'
import { onCluster } from './on-cluster.ts'

/** Whether the schema registry answers, in the way that ours has to. */
export const registry: Check = {
  name: 'registry',
  run: onCluster(async ({ registry }) => {
    if (registry === undefined) return ok('none is named: ids of schemas stand in the topic `schemas` alone')
    const versions = await confluentRegistry(registry).versions('homeostat.telemetry.Frame')
    const known =
      versions.length === 0 ? 'the first start registers the schemas' : `${howMany(versions.length, 'version')} of Frame`
    return ok(`${registry.url} can be read; ${known}`)
  }),
}
