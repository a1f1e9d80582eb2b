import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { type KafkaTool, kafkaTool } from '../../../ops/kafka/tools.ts'
import { eventHeaders } from '../../../schemas/cloudevents/event-headers.ts'
import { InsightSignals, SystemTelemetryRaw } from '../../../schemas/topics.ts'
import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import { startKafka } from '../../support/kafka/start-kafka.ts'

const kafka = await startKafka()
test.after(() => kafka.stop())
const [broker = ''] = kafka.brokers
const prefix = `${randomUUID()}.`
const run = promisify(execFile)

async function ran(tool: KafkaTool, ...args: string[]): Promise<string> {
  const [program = '', ...given] = await kafkaTool(tool)
  return (await run(program, [...given, '--bootstrap-server', broker, ...args])).stdout
}

test('should read well in the console consumer: key, headers, and a value that names its schema', async () => {
  const connection = {
    kind: 'kafka',
    data: '',
    settings: { brokers: kafka.brokers, prefix },
    registry: { url: kafka.registry, auth: undefined },
    partitions: 1,
  } as const
  const { log, codec } = await openInstallation(connection, [])
  try {
    const headers = eventHeaders({ id: randomUUID(), type: 'Frame', source: 'test', time: 1_700_000_000_000, tenant: 'default' })
    const value = codec.encode('Frame', { source: 'web-1', at: 1_700_000_000_000, metrics: { cpu: 0.5 }, labels: {} })
    const key = Buffer.from('default/web-1')
    await log.append([{ topic: SystemTelemetryRaw.name, partition: 0, key, value, headers }])

    const shown = ['key', 'headers', 'value', 'partition', 'offset'].flatMap((what) => [
      '--formatter-property',
      `print.${what}=true`,
    ])
    const out = await ran(
      'console-consumer',
      '--topic',
      `${prefix}${SystemTelemetryRaw.name}`,
      '--from-beginning',
      '--max-messages',
      '1',
      ...shown,
    )
    assert.match(out, 'Partition:0\tOffset:0\t')
    assert.match(out, 'ce_type:homeostat.telemetry.Frame')
    assert.match(out, 'ce_time:2023-11-14T22:13:20.000Z')
    assert.match(out, '\tdefault/web-1\t')

    const id = value.readUInt32BE(1)
    const answer = await fetch(`${kafka.registry}/schemas/ids/${id}`)
    assert.match(await answer.text(), /homeostat\.telemetry/)
    const places = await fetch(`${kafka.registry}/schemas/ids/${id}/versions`)
    assert.match(await places.text(), /"subject":"homeostat\.telemetry\.Frame"/)

    const schemas = await ran('console-consumer', '--topic', `${prefix}schemas`, '--from-beginning', '--max-messages', '1')
    assert.equal(Object.keys(JSON.parse(schemas)), ['id', 'subject', 'version', 'schema'])
  } finally {
    await log.close()
  }
})

test('should list the topics under their prefix', async () => {
  const topics = (await ran('topics', '--list')).split('\n')
  for (const { name } of [SystemTelemetryRaw, InsightSignals]) assert.ok(topics.includes(`${prefix}${name}`), name)
})

test('should show in the consumer groups what a stage has not read yet', async () => {
  const log = await openKafkaLog({ brokers: kafka.brokers, prefix })
  const frames = SystemTelemetryRaw.name
  try {
    let told: () => void = () => undefined
    const assigned = new Promise<void>((resolve) => {
      told = resolve
    })
    const membership = await log.join({ name: 'sense', tasks: 1, inputs: [frames] }, { assigned: told, revoked: () => undefined })
    await assigned
    membership.progress([{ topic: frames, partition: 0, offset: 0 }])
    await membership.leave() // which tells what was not told yet
  } finally {
    await log.close()
  }
  const out = await ran('consumer-groups', '--describe', '--group', `${prefix}sense`)
  const line = out.split('\n').find((text) => text.includes(frames)) ?? ''
  const [group, topic, partition, current, end, lag] = line.trim().split(/\s+/)
  assert.equal([group, topic, partition, current], [`${prefix}sense`, `${prefix}${frames}`, '0', '0'])
  assert.ok(Number(end) >= 1 && lag === end, out)
})

test.run()
