import { test } from 'uvu'
import { confluentRegistry } from '../../../schemas/registry/confluent-registry.ts'
import { recordedRegistry } from '../../../schemas/registry/recorded-registry.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'
import { memoryStore } from './memory-store.ts'
import { registryContract } from './suite.ts'

const servers = await startKafka()
test.after(() => servers.stop())
const remote = () => confluentRegistry({ url: servers.registry })

registryContract('confluent', async () => ({ open: async () => remote() }))

registryContract('confluent, recorded', async () => {
  const store = memoryStore()
  return { open: () => recordedRegistry({ remote: remote(), store }) }
})

test.run()
