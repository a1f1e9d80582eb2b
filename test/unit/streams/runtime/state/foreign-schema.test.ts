import avsc from 'avsc'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createCodec } from '../../../../../schemas/codec/create-codec.ts'
import { recordSchemas } from '../../../../../schemas/generated/records.ts'
import { embeddedRegistry } from '../../../../../schemas/registry/embedded-registry.ts'
import type { RegisteredSchema } from '../../../../../schemas/registry/registry.ts'
import { SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import { testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { say, teller } from '../support/teller.ts'

const frameSchema = recordSchemas.Frame as { fields: object[] }
const wider = {
  ...frameSchema,
  fields: [...frameSchema.fields, { name: 'colour', type: 'string', default: '' }],
}

/** A registry in which somebody else has registered a frame with one more field. */
async function openRegistry() {
  const entries: RegisteredSchema[] = []
  const registry = await embeddedRegistry({ load: async () => entries, save: async (entry) => void entries.push(entry) })
  return { registry, codec: () => createCodec({ registry }) }
}

function foreignFrame(id: number, at: number): Buffer {
  const body = avsc.Type.forSchema(wider as avsc.Schema).toBuffer({
    source: 's',
    at,
    metrics: { m: at },
    labels: {},
    colour: 'red',
  })
  return Buffer.concat([Buffer.from([0, 0, 0, 0, id]), body])
}

test('should fetch the schemas of what is folded again, of windows, and of what was folded before', async () => {
  const { registry, codec } = await openRegistry()
  const listing = teller(
    {
      Frame(_, ctx) {
        ctx.state.n++
        say(ctx, `${ctx.state.n} in ${ctx.window('Frame').length}`)
      },
    },
    { windows: [{ type: 'Frame', records: 2, spanMs: 1e9 }] },
  )
  for (const settings of [{}, { snapshotAgeMs: 10, commitIntervalMs: 1 }]) {
    const bench = await TaskBench.open(testStage([listing]), { settings })
    Object.assign(bench.ports, { codec: await codec() })
    const id = await registry.register('homeostat.telemetry.Frame', wider)
    const send = (at: number) =>
      bench.log.append([{ topic: SystemTelemetryRaw.name, key: Buffer.from('default/s'), value: foreignFrame(id, at) }])
    await send(1)
    await send(2)
    const dying = await bench.start()
    await bench.pass(300)
    Object.assign(bench.ports, { codec: await codec() }) // as a new process has it: it knows its own schemas alone
    await send(3)
    void dying.stop()
    await bench.pass(300)
    await bench.run(300)
    assert.equal(await bench.said(), ['1 in 1', '2 in 2', '3 in 2'])
    assert.equal(await bench.records('dead.letters'), [])
  }
})

test.run()
