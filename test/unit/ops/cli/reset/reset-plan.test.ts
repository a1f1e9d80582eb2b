import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stages } from '../../../../../ops/app/stages.ts'
import { resetPlan } from '../../../../../ops/cli/reset/reset-plan.ts'

const partitions = [
  'sense.epochs',
  'sense.findings',
  'signals.state',
  'insight.signals',
  'system.telemetry.raw',
  'sense.requests',
  'dead.letters',
  'control.requests',
  'audit.entries',
  'audit.checkpoints',
  'audit.state',
].map((topic) => ({ topic, partition: 0, start: 2, end: 5, bytes: 30 }))

const named = (name: string) => stages.filter((stage) => stage.name === name)
const topicsOf = (chosen: typeof stages) => resetPlan(chosen, stages, partitions).topics.map(({ topic }) => topic)

test('should take with a stage all that read what it puts out', () => {
  assert.equal(resetPlan(named('sense'), stages, partitions).stages, ['sense', 'signals', 'seasons'])
  assert.equal(resetPlan(named('signals'), stages, partitions).stages, ['signals'])
})

test('should empty positions, states and outputs, and never telemetry, requests or the audit trail', () => {
  assert.equal(topicsOf(named('signals')), ['signals.state', 'insight.signals'])
  assert.equal(topicsOf(stages), ['sense.epochs', 'sense.findings', 'signals.state', 'insight.signals', 'dead.letters'])
})

test('should count what goes, over all partitions, and pass over what is empty', () => {
  const two = [
    ...partitions,
    { topic: 'insight.signals', partition: 1, start: 0, end: 1, bytes: 5 },
    { topic: 'signals.epochs', partition: 0, start: 3, end: 3, bytes: 0 },
  ]
  assert.equal(resetPlan(named('signals'), stages, two).topics, [
    { topic: 'signals.state', records: 3, bytes: 30 },
    { topic: 'insight.signals', records: 4, bytes: 35 },
  ])
})

test('should not know the size of a topic when that of a partition is not known', () => {
  const other = { topic: 'signals.state', partition: 1, start: 0, end: 1, bytes: undefined }
  const [state] = resetPlan(named('signals'), stages, [...partitions, other]).topics
  assert.equal(state, { topic: 'signals.state', records: 4, bytes: undefined })
})

test.run()
