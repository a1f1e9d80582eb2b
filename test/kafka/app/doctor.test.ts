import { randomUUID } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { brokers } from '../../../ops/doctor/checks/brokers.ts'
import { cluster } from '../../../ops/doctor/checks/cluster.ts'
import { registry } from '../../../ops/doctor/checks/registry.ts'
import { runChecks } from '../../../ops/doctor/run-checks.ts'
import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { scratchFolder } from '../../integration/ordeal/support/running-app.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'

const kafka = await startKafka()
const folder = scratchFolder()
test.after(async () => {
  await kafka.stop()
  await folder.remove()
})

const fresh = { kafka: kafka.brokers.join(','), registry: kafka.registry, prefix: `doctor.${randomUUID()}.` }

/** What the checks on a cluster say, by their names. */
async function found(flags: Partial<typeof fresh>, env: Record<string, string> = {}) {
  const said: Record<string, string> = {}
  const context = { data: folder.path, port: 0, env, flags }
  for await (const { name, state, says, remedy } of runChecks([brokers, registry, cluster], context))
    said[name] = `${state}: ${says}${remedy === undefined ? '' : ` | ${remedy}`}`
  return said
}

test('should find all well before the first start, and say what that will make', async () => {
  const { kafka: first, registry: second, topics } = await found(fresh)
  assert.match(first, /^ok: .*:\d+ \(Kafka \d+\.\d+\) can be used; no process works in it$/)
  assert.match(second, /^ok: http.* can be read; /)
  assert.is(topics, 'ok: none is there yet; the first start makes them')
})

test('should miss the topics where they are made by somebody else', async () => {
  const { topics } = await found(fresh, { HOMEOSTAT_KAFKA_MANAGE_TOPICS: 'false' })
  assert.match(topics, /^failed: .*\[HS_TOPIC_MISSING\] \| /)
})

test('should tell a broker that is away from a registry that is away, each with its remedy', async () => {
  const noRegistry = await found({ ...fresh, registry: 'http://127.0.0.1:1' })
  assert.match(noRegistry.kafka, /^ok: /)
  assert.match(noRegistry.registry, /^failed: .*\[HS_REGISTRY_UNAVAILABLE\] \| /)
  const noBroker = await found({ ...fresh, kafka: '127.0.0.1:1' })
  assert.match(noBroker.registry, /^ok: /)
  assert.match(noBroker.kafka, /^failed: .*127\.0\.0\.1:1.*\[HS_KAFKA_UNREACHABLE\] \| /)
  assert.ok(noBroker.kafka.endsWith(errorCatalogue.HS_KAFKA_UNREACHABLE.remedy))
})

test('should look at no cluster where none is named', async () => {
  for (const said of Object.values(await found({}))) assert.is(said, 'ok: not used: no brokers are named')
})

test.run()
