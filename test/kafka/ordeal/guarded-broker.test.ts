import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stages } from '../../../ops/app/stages.ts'
import { topicsOf } from '../../../ops/app/topics-of.ts'
import { brokers } from '../../../ops/doctor/checks/brokers.ts'
import { type PlannedAcl, topicPlan } from '../../../streams/runtime/log/kafka/topic-plan.ts'
import { type Hardship, hardships } from '../../integration/ordeal/support/hardships.ts'
import { ownPlace } from './support/cluster.ts'
import { guardedBroker, PASSWORD } from './support/guarded-broker.ts'
import { refused } from './support/refused.ts'

const broker = await guardedBroker()
test.after(() => broker.end())
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const
const user = (password: string, mechanism: (typeof mechanisms)[number] = 'plain') => ({
  HOMEOSTAT_KAFKA_SASL_MECHANISM: mechanism,
  HOMEOSTAT_KAFKA_SASL_USERNAME: 'homeostat',
  HOMEOSTAT_KAFKA_PASSWORD: password,
  HOMEOSTAT_KAFKA_PARTITIONS: '1',
})

/** Starts where that must fail with the code of the list, and gives what the terminal says. */
async function refusalText(hardship: Hardship, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const { code, text, tookMs } = await refused(args, env)
  assert.is(code, hardship.codes[0], text)
  assert.ok(tookMs < 15_000, `took ${Math.round(tookMs)} ms`)
  return text
}

for (const mechanism of mechanisms)
  test(`should name a wrong password without saying it, and come in with the right one (${mechanism})`, async () => {
    const env = user('wrong-password', mechanism)
    const text = await refusalText(hardships.wrongPassword, ['--kafka', broker.withPassword], env)
    assert.not.match(text, 'wrong-password')
    const { args } = ownPlace([broker.withPassword]) // here is no right to anything: that is the next thing that is said
    await refusalText(hardships.topicForbidden, args, user(PASSWORD, mechanism))
  })

test('should say that the broker may ask for a password that it was not given', async () => {
  const text = await refusalText(hardships.notKafka, ['--kafka', broker.withPassword], {})
  assert.match(text, 'HOMEOSTAT_KAFKA_SASL_MECHANISM')
})

test('should name a certificate that nobody known has signed, and start with its own authority', async () => {
  const { args } = ownPlace([broker.withTls])
  const env = { HOMEOSTAT_KAFKA_TLS: 'true', HOMEOSTAT_KAFKA_PARTITIONS: '1' }
  assert.match(await refusalText(hardships.unknownCa, args, env), /certificate|SIGNED/i)
  const known = await refused(args, { ...env, HOMEOSTAT_KAFKA_CA_FILE: broker.certificate })
  assert.is(known.code, undefined, known.text)
})

test('should name each right that is missing, and start with the rights that the plan prints', async () => {
  const { args, prefix, connection } = ownPlace([broker.withPassword])
  const names = stages.map(({ name }) => name)
  const { acls } = topicPlan(topicsOf(stages, 1), names, connection.settings)
  const doctor = async () => {
    const context = { data: connection.data, port: 0, env: user(PASSWORD), flags: { kafka: broker.withPassword, prefix } }
    return brokers.run(context)
  }
  const { state, says } = await doctor()
  assert.is(state, 'failed')
  for (const right of [...names.map((name) => `--group '${prefix}${name}'`), `--transactional-id '${prefix}sense.0'`])
    assert.match(says, right)
  assert.match(await refusalText(hardships.topicForbidden, args, user(PASSWORD)), `--topic '${prefix}`)
  await broker.grant(acls.filter(({ resource }) => resource === 'topic' || resource === 'cluster'))
  assert.match(await refusalText(hardships.transactionForbidden, args, user(PASSWORD)), `--transactional-id '${prefix}`)
  await broker.grant(onlyDescribe(acls, 'transactional-id'))
  assert.match(await refusalText(hardships.transactionForbidden, args, user(PASSWORD)), `--transactional-id '${prefix}`)
  await broker.grant(acls.filter(({ resource }) => resource === 'transactional-id'))
  assert.match(await refusalText(hardships.groupForbidden, args, user(PASSWORD)), `--group '${prefix}`)
  await broker.grant(onlyDescribe(acls, 'group'))
  assert.match(await refusalText(hardships.groupForbidden, args, user(PASSWORD)), `--group '${prefix}`)
  await broker.grant(acls.filter(({ resource }) => resource === 'group'))
  const granted = await refused(args, user(PASSWORD))
  assert.is(granted.code, undefined, granted.text)
  assert.is((await doctor()).state, 'ok')
})

/** The right to look, which is not the right to use. */
function onlyDescribe(acls: readonly PlannedAcl[], resource: PlannedAcl['resource']): PlannedAcl[] {
  return acls.filter((acl) => acl.resource === resource).map((acl) => ({ ...acl, operations: ['Describe'] }))
}

test.run()
