import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openInstallation } from '../../ops/app/open-installation.ts'
import { stages } from '../../ops/app/stages.ts'
import { SystemTelemetryRaw } from '../../schemas/topics.ts'
import { until } from '../integration/ordeal/support/until.ts'
import { type Begun, begin, homeostat } from './support/homeostat.ts'

// One installation from its first start to its removal; the tests build on each other.
const folder = mkdtempSync(join(tmpdir(), 'cli-up-'))
const data = join(folder, 'data')
const on = ['--data', data]
let up: Begun | undefined

test.after(async () => {
  up?.child.kill('SIGKILL')
  await up?.ended
  rmSync(folder, { recursive: true, force: true })
})

async function start(...more: string[]): Promise<Begun> {
  up = begin(['up', ...on, '--port', '0', '--no-host', ...more])
  await up.wrote(/ready in .*: (http:\S+)/)
  return up
}

/** JSON that a command prints, after it has ended well. */
async function json(...args: string[]) {
  const { code, out, err } = await homeostat([...args, ...on, '--json'])
  assert.is(code, 0, `${args.join(' ')}: ${err}`)
  return JSON.parse(out)
}

test('should start, say how long each step took, and tell others where it runs', async () => {
  await start()
  for (const step of ['log', 'database', 'stages', 'api', 'sources']) await up?.wrote(new RegExp(`\n? {2}${step} +[\\d.]+ m?s`))
  assert.is(statSync(data).mode & 0o777, 0o700)
  assert.is(statSync(join(data, 'up.json')).mode & 0o777, 0o600)
})

test('should serve the first page with its files, as compiled as it is', async () => {
  const [, url] = (await up?.wrote(/ready in .*: (http:\S+)/)) ?? []
  const page = await until('the read models have begun', async () => {
    const text = await (await fetch(`${url}/`)).text()
    return text.includes('No source yet.') && text
  })
  const files = [...page.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path]) => path)
  assert.ok(files.length > 5)
  for (const file of files) assert.is((await fetch(`${url}${file}`)).status, 200, file)
})

test('should refuse a second start on the same folder, and a reset beside it', async () => {
  const [second, reset] = await Promise.all([homeostat(['up', ...on, '--port', '0']), homeostat(['reset', ...on, '--yes'])])
  for (const { code, err } of [second, reset]) {
    assert.is(code, 1)
    assert.match(err, new RegExp(`Process ${up?.child.pid} runs on[\\s\\S]*\\[HS_LOG_LOCKED\\]`))
  }
})

test('should take telemetry from arguments and from stdin, and show it beside the running process', async () => {
  const at = Date.now()
  assert.is((await json('publish', '--source', 'web-1', '--label', 'region=eu', '--at', String(at), 'a=1', 'b=2.5')).accepted, 1)
  const lines = [1, 2, 3].map((n) => JSON.stringify({ source: `s${n}`, at: at + n, metrics: { m: n } }))
  const sent = await homeostat(['publish', ...on, '--batch', '2'], lines.join('\n'))
  assert.match(sent.out, /^3 frames are in the log/)
  const { out } = await homeostat(['tail', 'system.telemetry.raw', ...on, '--json', '--from', '0'])
  const frames = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(
    frames.map(({ key }) => key),
    ['default/web-1', 'default/s1', 'default/s2', 'default/s3'],
  )
  assert.equal(frames[0].value, { source: 'web-1', at, metrics: { a: 1, b: 2.5 }, labels: { region: 'eu' } })
})

test('should say which line of the input is wrong, whatever the batches', async () => {
  const good = JSON.stringify({ source: 'x', at: Date.now(), metrics: { m: 1 } })
  const { code, out, err } = await homeostat(['publish', ...on, '--batch', '1'], `${good}\n\n{"source":"x"}\n`)
  assert.is(code, 1)
  assert.match(out, /^1 frame is in the log/)
  assert.match(err, /line 3/)
})

test('should follow a topic until it is interrupted', async () => {
  const tail = begin(['tail', 'system.telemetry.raw', ...on, '--follow', '-n', '0', '--key', 'followed'])
  const found = tail.wrote(/default\/followed {2}1 metric: m=5/)
  found.catch(() => {}) // looked at below
  for (let seen = false; !seen; ) {
    await json('publish', '--source', 'followed', 'm=5') // until the reader has begun
    seen = await Promise.race([found.then(() => true), new Promise<boolean>((resolve) => setImmediate(resolve, false))])
  }
  tail.child.kill('SIGINT')
  assert.is((await tail.ended).code, 0)
})

test('should stop in good order when asked, and go on where it was', async () => {
  const { stopped } = await json('down')
  assert.is(stopped.pid, up?.child.pid)
  const { code, out } = (await up?.ended) ?? {}
  assert.is(code, 0)
  assert.match(out ?? '', /The next start goes on from here\.\n$/)
  assert.not.ok(existsSync(join(data, 'up.json')))
  assert.equal(await json('down'), {})
  const before = (await json('topics')).topics
  const raw = before.find(({ topic }: { topic: string }) => topic === 'system.telemetry.raw')
  assert.equal(raw.readers, [{ reader: 'stage:sense', position: raw.end, lag: 0 }])
})

test('should end by itself with a summary, and derive everything again', async () => {
  const { code, out } = await homeostat(['up', ...on, '--port', '0', '--for', '3s', '--json'])
  assert.is(code, 0)
  const { frames, samples, ranMs } = JSON.parse(out)
  assert.ok(frames >= 2 && samples > frames && ranMs >= 3_000, out)
  const verified = await json('verify')
  assert.ok(verified.equal, JSON.stringify(verified))
  const replayed = await homeostat(['replay', ...on, '--compare'])
  assert.is(replayed.code, 0, replayed.out)
  assert.match(replayed.err, /sense\.0: \d+ outputs?, all as recorded/)
})

test('should list, show and hand back what could not be read', async () => {
  const { log } = await openInstallation(data, stages)
  await log.append([{ topic: SystemTelemetryRaw.name, key: Buffer.from('default/broken'), value: Buffer.from('no Avro') }])
  await log.close()
  await start()
  let letters = []
  while (letters.length === 0) letters = (await json('dead-letters', 'list')).letters
  assert.equal([letters.length, letters[0].letter.stage, letters[0].asked], [1, 'sense', undefined])
  const shown = await homeostat(['dead-letters', 'show', '0', ...on])
  assert.match(shown.out, /^key +default\/broken$/m)
  assert.match(shown.out, new RegExp(`^bytes +${Buffer.from('no Avro').toString('base64')}$`, 'm'))
  const asked = await json('dead-letters', 'drop', '0')
  assert.is(asked.asked[0].position.topic, 'sense.requests')
  const again = await homeostat(['dead-letters', 'replay', '0', ...on])
  assert.match(again.err, /\[HS_LETTER_ASKED\]/)
  assert.is((await json('dead-letters', 'list')).letters[0].asked, 'drop')
})

test('should survive the loudest way to stop, and refuse a port in use', async () => {
  assert.is((await json('down', '--force')).stopped.pid, up?.child.pid)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { code, err } = await homeostat(['up', ...on, '--port', String(port)])
  server.close()
  assert.is(code, 1)
  assert.match(err, new RegExp(`port ${port}[\\s\\S]*\\[HS_PORT_IN_USE\\]`))
  assert.not.ok(existsSync(join(data, 'up.json')))
})

test('should derive everything anew after a reset', async () => {
  const before = await texts('telemetry.sources')
  const reset = await json('reset', '--yes')
  assert.equal(reset.stages, ['sense', 'signals', 'seasons'])
  assert.equal(await texts('telemetry.sources'), [])
  assert.is((await homeostat(['up', ...on, '--port', '0', '--no-host', '--for', '3s', '--json'])).code, 0)
  assert.equal(await texts('telemetry.sources'), before)
})

async function texts(topic: string): Promise<string[]> {
  const { out } = await homeostat(['tail', topic, ...on, '--json', '--from', '0'])
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.stringify(JSON.parse(line).value))
}

test('should leave nothing when it is purged', async () => {
  const refused = await homeostat(['down', '--purge', ...on])
  assert.equal([refused.code, readdirSync(data).sort()], [2, ['audit-heads.ndjson', 'keys', 'log', 'postgres']])
  const { removed } = await json('down', '--purge', '--yes')
  assert.equal(removed, { entries: ['audit-heads.ndjson', 'keys', 'log', 'postgres'], left: [] })
  assert.not.ok(existsSync(data))
})

test.run()
