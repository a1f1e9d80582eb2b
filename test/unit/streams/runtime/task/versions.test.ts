import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ControlRequests, SystemTelemetryRaw } from '../../../../../schemas/topics.ts'
import { versionOf } from '../../../../../streams/runtime/task/version.ts'
import { given } from '../../../../../streams/runtime/testing/stored.ts'
import { frame, testStage } from '../support/fold-bench.ts'
import { TaskBench } from '../support/task-bench.ts'
import { say, teller } from '../support/teller.ts'

const counting = testStage([teller({ Frame: (_, ctx) => say(ctx, `${++ctx.state.n}`) })])

async function ranWith(...versions: string[]): Promise<TaskBench> {
  const bench = await TaskBench.open(counting)
  for (const [n, version] of versions.entries()) {
    await bench.put(frame('s', n + 1))
    await bench.run(300, { version })
  }
  return bench
}

test('should write a base before the first record of a new version, and record its ancestors', async () => {
  const bench = await ranWith('v1', 'v1', 'v2', 'v3')
  assert.equal(
    (await bench.openings()).map(({ version, ancestors }) => [version, ...ancestors]),
    [['v1'], ['v1'], ['v2', 'v1'], ['v3', 'v2', 'v1']],
  )
  const bases = await bench.points('bases')
  assert.equal(
    bases.map(({ version }) => version),
    ['v1', 'v2', 'v3'],
  )
  const [third] = (await bench.epochs()).filter(({ version, cuts }) => version === 'v3' && cuts.length > 0)
  assert.is(bases[2].end, third.n - 1)
  assert.equal(await bench.said(), ['1', '2', '3', '4'])
})

test('should refuse a version that others came after, before anything is written', async () => {
  const bench = await ranWith('v1', 'v2')
  const { length } = await bench.records('test.epochs')
  await bench.run(1_000, { version: 'v1' })
  assert.equal(bench.failures, [{ code: 'HS_VERSION_FOREIGN', retryInMs: undefined }])
  assert.is((await bench.records('test.epochs')).length, length)
})

test('should go back to an earlier version on purpose, and refuse the one that it replaced', async () => {
  const bench = await ranWith('v1', 'v2')
  await bench.run(300, { version: 'v1', adopt: 'v2' })
  assert.equal(bench.failures, [])
  assert.equal((await bench.openings()).at(-1)?.ancestors, ['v2'])
  await bench.run(300, { version: 'v2' })
  assert.is(bench.failures[0].code, 'HS_VERSION_FOREIGN')
})

test('should refuse to adopt another version than the one that ran last', async () => {
  const bench = await ranWith('v1', 'v2', 'v3')
  await bench.run(300, { version: 'v1', adopt: 'v2' })
  assert.is(bench.failures[0].code, 'HS_VERSION_FOREIGN')
})

test('should look again at the version when the writer is open: a newer one may have come in between', async () => {
  const bench = await ranWith('v1')
  const { writer } = bench.log
  let once = true
  const late: typeof bench.log = {
    ...bench.log,
    async writer(id) {
      if (once) {
        once = false
        await ranIn(bench, 'v2')
      }
      return writer(id)
    },
  }
  Object.assign(bench.ports, { log: late })
  await bench.run(1_000, { version: 'v1' })
  assert.is(bench.failures.at(-1)?.code, 'HS_VERSION_FOREIGN')
  assert.equal(
    (await bench.openings()).map(({ version }) => version),
    ['v1', 'v2'],
  )
})

async function ranIn(bench: TaskBench, version: string): Promise<void> {
  const other = await bench.log.writer('test.0')
  const value = bench.ports.codec.encode('Opened', { task: 'test.0', host: 'other', version, ancestors: ['v1'] })
  await other.commit([{ topic: 'test.epochs', partition: 0, key: null, value }])
}

test('should begin the base of a version again that ended in the middle of it', async () => {
  const bench = await TaskBench.open(counting, { settings: { snapshotBytes: 1_000 } })
  await bench.put(...Array.from({ length: 60 }, (_, n) => frame(`source-${n}`, n + 1)))
  await bench.run(300, { version: 'v1' })
  const { writer } = bench.log
  let commits = 0
  const dying: typeof bench.log = {
    ...bench.log,
    async writer(id) {
      const good = await writer(id)
      return { ...good, commit: (records) => (++commits > 3 ? new Promise(() => {}) : good.commit(records)) }
    },
  }
  const { log } = bench
  Object.assign(bench.ports, { log: dying })
  const dead = await bench.start({ version: 'v2' })
  await bench.pass(300)
  void dead.stop() // never comes to an end, but leaves the group
  assert.equal(
    (await bench.points('bases')).filter(({ version }) => version === 'v2'),
    [],
  )
  assert.is((await bench.epochs()).at(-1)?.version, 'v2')

  Object.assign(bench.ports, { log })
  await bench.put(frame('source-1', 100))
  await bench.run(300, { version: 'v2' })
  const [base, ...others] = (await bench.points('bases')).filter(({ version }) => version === 'v2')
  assert.is(others.length, 0)
  const states = (await bench.snapshots('bases')).filter(({ version, epoch }) => version === 'v2' && epoch > base.start)
  assert.is(new Set(states.map(({ key }) => key)).size, 60)
  assert.is((await bench.verify({}, 'v2')).outputs, 1)
})

test('should make a version from files, configuration and engine, the same each time', () => {
  const version = versionOf(counting)
  assert.match(version, /^[0-9a-f]{16}$/)
  assert.is(versionOf({ ...counting, name: 'other' }), version)
  const intake = { graceMs: 1, futureMs: 1, forgetMs: 1, maxSources: 1, maxMetrics: 1 }
  assert.is.not(versionOf({ ...counting, intake }), version)
  const elsewhere = new URL('../../../../../streams/sense/sense-stage.ts', import.meta.url).href
  assert.is.not(versionOf({ ...counting, module: elsewhere }), version)
})

test('should know where it stands when an input joins it, and read that one from its beginning', async () => {
  const both = teller(
    {
      Frame: (_, ctx) => say(ctx, `${++ctx.state.n}`),
      UnmuteRequested: ({ mute }, ctx) => say(ctx, mute),
    },
    { reads: [SystemTelemetryRaw, ControlRequests] },
  )
  const joined = testStage([both], { joined: [ControlRequests] })
  const bench = await TaskBench.open(counting)
  await bench.tick(1)
  await bench.put(frame('s', 2))
  await bench.run(300)
  await bench.put(frame('s', 3))
  await bench.tick(4)
  await bench.put(given(ControlRequests, 'UnmuteRequested', 's', 5, { id: 'u', mute: 'asked', by: '' }))
  await bench.run(300, { stage: joined, version: 'v2' })
  assert.equal(await bench.said(), ['1', '2', 'asked'])
  const last = (await bench.epochs())
    .flatMap(({ cuts }) => cuts.flatMap(({ ranges }) => ranges))
    .filter(({ input }) => input === 1)
  assert.equal(
    last.map(({ from, to }) => [from, to]),
    [
      [0, 1],
      [1, 2],
    ],
  )
})

test.run()
