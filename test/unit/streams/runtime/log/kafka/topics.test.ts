import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HomeostatError } from '../../../../../../schemas/core/homeostat-error.ts'
import { Schemas, SystemTelemetryRaw } from '../../../../../../schemas/topics.ts'
import { checkTopics } from '../../../../../../streams/runtime/log/kafka/check-topics.ts'
import { planTopics } from '../../../../../../streams/runtime/log/kafka/create-topics.ts'
import { planCommands } from '../../../../../../streams/runtime/log/kafka/plan-commands.ts'
import { topicPlan } from '../../../../../../streams/runtime/log/kafka/topic-plan.ts'

const specs = [
  { topic: SystemTelemetryRaw, partitions: 4 },
  { topic: Schemas, partitions: 1 },
]
const settings = { brokers: ['b:9092'], prefix: 'prod.' }
const planned = planTopics(specs, settings)

function found(name: string, partitions: number, changed: Readonly<Record<string, string>> = {}) {
  const plan = planned.find((one) => one.name === name)
  return [name, { partitions, settings: new Map(Object.entries({ ...plan?.settings, ...changed })) }] as const
}

function refusal(...present: ReturnType<typeof found>[]): HomeostatError | undefined {
  try {
    checkTopics(planned, new Map(present))
    return undefined
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
}

test('should keep records by their arrival, for as long as the catalogue says', () => {
  const [raw, schemas] = planned.map((topic) => topic.settings)
  assert.is(raw['message.timestamp.type'], 'LogAppendTime')
  assert.is(raw['retention.ms'], String(90 * 24 * 60 * 60 * 1000))
  assert.is(schemas['cleanup.policy'], 'compact')
  assert.is(schemas['retention.ms'], '-1')
})

test('should ask for two copies in sync only where there are three', () => {
  assert.is(raw(3)['min.insync.replicas'], '2')
  assert.is(raw(1)['min.insync.replicas'], undefined)
  function raw(replication: number) {
    return planTopics(specs, { ...settings, replication })[0].settings
  }
})

test('should accept what is as planned, and what is missing', () => {
  assert.is(refusal(found('prod.system.telemetry.raw', 4)), undefined)
  assert.is(refusal(), undefined)
})

test('should name every topic with a wrong number of partitions', () => {
  const error = refusal(found('prod.system.telemetry.raw', 1), found('prod.schemas', 3))
  assert.is(error?.code, 'HS_TOPIC_PARTITIONS')
  assert.match(error?.message ?? '', /prod\.system\.telemetry\.raw has 1 partitions; 4 .*prod\.schemas has 3 partitions; 1 /)
})

test('should name every setting that would lose records, with the command that corrects it', () => {
  const error = refusal(
    found('prod.system.telemetry.raw', 4, { 'message.timestamp.type': 'CreateTime' }),
    found('prod.schemas', 1, { 'cleanup.policy': 'delete' }),
  )
  assert.is(error?.code, 'HS_TOPIC_SETTINGS')
  assert.match(
    error?.message ?? '',
    /--entity-name prod\.system\.telemetry\.raw --add-config message\.timestamp\.type=LogAppendTime/,
  )
  assert.match(error?.message ?? '', /prod\.schemas has cleanup\.policy=delete; compact is expected/)
})

test('should leave other settings to those who run the cluster', () => {
  assert.is(refusal(found('prod.system.telemetry.raw', 4, { 'retention.ms': '1000' })), undefined)
})

test('should print the topics and the rights as commands', () => {
  const commands = planCommands(topicPlan(specs, ['sense'], { ...settings, replication: 3 }, 'User:ho'), ['a:9092', 'b:9092'])
  assert.is(commands.length, 3 + 4)
  assert.match(
    commands[0],
    /kafka-topics --bootstrap-server a:9092,b:9092 .*--topic prod\.system\.telemetry\.raw --partitions 4 --replication-factor 3 .*LogAppendTime/,
  )
  assert.match(commands[2], /--topic prod\.installation --partitions 1/)
  assert.match(
    commands[3],
    /kafka-acls --bootstrap-server a:9092,b:9092 .*--allow-principal User:ho .*--operation Create --topic 'prod\.' --resource-pattern-type prefixed/,
  )
})

test('should grant nothing by prefix where there is none, and no creation where topics are managed elsewhere', () => {
  const { acls } = topicPlan(specs, ['sense'], { brokers: [], manageTopics: false })
  assert.equal(
    acls.filter(({ resource }) => resource === 'topic').map(({ name, pattern }) => [name, pattern]),
    [
      ['system.telemetry.raw', 'literal'],
      ['schemas', 'literal'],
      ['installation', 'literal'],
    ],
  )
  assert.not(acls.some(({ operations }) => operations.includes('Create')))
  assert.not(acls.some(({ pattern }) => pattern === 'prefixed'))
})

test.run()
