import { probeCluster } from '../../../streams/runtime/log/kafka/probe-cluster.ts'
import { stages } from '../../app/stages.ts'
import { howMany } from '../../cli/format/how-many.ts'
import { type Check, ok } from '../check.ts'
import { onCluster } from './on-cluster.ts'

/** Whether this machine gets in: addresses, TLS, password, and the right to look at the groups of the stages. */
export const brokers: Check = {
  name: 'kafka',
  run: onCluster(async ({ settings }) => {
    const found = await probeCluster(
      settings,
      stages.map(({ name }) => name),
    )
    const members = found.members === 0 ? 'no process works in it' : `${howMany(found.members, 'member')} in its groups`
    return ok(`${found.brokers.join(', ')} can be used; ${members}`)
  }),
}
