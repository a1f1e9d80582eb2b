import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { CLOCK_WRITER } from '../../../streams/runtime/clock/tick-clock.ts'
import { type ProbedBroker, probeCluster } from '../../../streams/runtime/log/kafka/probe-cluster.ts'
import { taskId } from '../../../streams/runtime/state/restore.ts'
import { stages } from '../../app/stages.ts'
import { howMany } from '../../cli/format/how-many.ts'
import { type Check, failed, ok } from '../check.ts'
import { onCluster } from './on-cluster.ts'

/** Whether this machine gets in: addresses, TLS, password, and the rights to the groups and transactional ids of the stages. */
export const brokers: Check = {
  name: 'kafka',
  run: onCluster(async ({ settings }) => {
    const found = await probeCluster(settings, {
      groups: stages.map(({ name }) => name),
      transactionalIds: [...stages.map(({ name }) => taskId(name, 0)), CLOCK_WRITER],
    })
    const where = found.brokers.map(describe).join(', ')
    if (found.missing.length > 0) {
      const [{ code }] = found.missing
      const refused = found.missing.map(({ message }) => message).join(' ')
      return failed(`${where} can be reached, but rights are missing: ${refused} [${code}]`, errorCatalogue[code].remedy)
    }
    const members = found.members === 0 ? 'no process works in it' : `${howMany(found.members, 'member')} in its groups`
    return ok(`${where} can be used; ${members}`)
  }),
}

function describe({ address, release }: ProbedBroker): string {
  return `${address} (Kafka ${release ?? 'of an unknown release'})`
}
