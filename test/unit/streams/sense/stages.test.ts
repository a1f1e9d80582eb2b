import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Decoded } from '../../../../schemas/codec/codec.ts'
import type { Finding } from '../../../../schemas/generated/records.ts'
import { SenseFindings, SystemTelemetryRaw } from '../../../../schemas/topics.ts'
import { inputsOf } from '../../../../streams/runtime/api/stage.ts'
import { ProcessorDriver } from '../../../../streams/runtime/testing/drive-processor.ts'
import { given } from '../../../../streams/runtime/testing/stored.ts'
import { testCodec } from '../../../../streams/runtime/testing/test-codec.ts'
import { senseStage } from '../../../../streams/sense/sense-stage.ts'
import { signalsStage } from '../../../../streams/sense/signals-stage.ts'
import { ordinaryHost } from '../../../fixtures/ordinary/ordinary-host.ts'

test('should read telemetry on the one side and findings on the other', () => {
  assert.equal(
    inputsOf(senseStage).map(({ name }) => name),
    ['system.telemetry.raw', 'sense.requests', 'schedule.ticks', 'policy.events'],
  )
  assert.equal(
    inputsOf(signalsStage).map(({ name }) => name),
    ['sense.findings', 'schedule.ticks', 'control.requests'],
  )
  assert.equal([senseStage.side, signalsStage.side], ['telemetry', 'decision'])
})

test('should call a person for a burnt processor with one signal a series', () => {
  const frames = [...ordinaryHost(1, [400, 460])].slice(0, 700).map(({ source, at, names, values, labels }) => {
    const metrics = Object.fromEntries(names.map((name, i) => [name, values[i]]))
    return given(SystemTelemetryRaw, 'Frame', `default/${source}`, at, { source, at, metrics, labels })
  })
  const findings = new ProcessorDriver(senseStage, testCodec).when(frames).outputs().filter(isFinding)
  const records = findings.map(({ value }) => given(SenseFindings, 'Finding', 'default', value.at, value))
  const signals = new ProcessorDriver(signalsStage, testCodec).when(records).outputs()
  const raised = signals.flatMap((output) => (output.type === 'Signal' && output.value.phase === 'raised' ? [output.value] : []))
  assert.equal([raised[0].metric, raised[0].method, raised[0].held], ['cpu_usage', 'ewma', null])
  assert.equal(raised.find(({ metric, method }) => metric === 'cpu_usage' && method === 'level_shift')?.held, 'duplicate')
  assert.ok(raised.filter(({ held }) => held === null).length <= 3)
  assert.is(signals.length, 2 * raised.length)
})

function isFinding(output: Decoded): output is Decoded & { value: Finding } {
  return output.type === 'Finding'
}

test.run()
