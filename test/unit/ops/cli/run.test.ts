import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { commandList } from '../../../../ops/cli/command-list.ts'
import { run } from '../../../../ops/cli/run.ts'
import { fakeTerminal } from './fake-terminal.ts'

async function ran(...args: string[]) {
  const terminal = fakeTerminal()
  const code = await run(args, terminal)
  return { code, out: terminal.said.join('\n'), err: terminal.complained.join('\n') }
}

for (const { name, summary } of commandList) {
  test(`should explain ${name} with an example`, async () => {
    const { code, out, err } = await ran(name, '--help')
    assert.is(code, 0)
    assert.is(err, '')
    assert.ok(out.startsWith(`Usage: homeostat ${name} `), out)
    assert.ok(out.includes(summary.slice(0, 20)), out)
    assert.match(out, new RegExp(`\\$ homeostat ${name}`))
  })
}

test('should list every command in the help, and say the version', async () => {
  const { code, out } = await ran('--help')
  assert.is(code, 0)
  for (const { name } of commandList) assert.match(out, new RegExp(`\n  ${name} `))
  assert.match((await ran('--version')).out, /^\d+\.\d+\.\d+$/)
})

test('should explain a command in two ways alike', async () => {
  assert.is((await ran('help', 'tail')).out, (await ran('tail', '--help')).out)
})

test('should not ask a Prometheus server for a process that measures nothing, nor one without an address', async () => {
  for (const args of [
    ['up', '--tape', 'x.csv', '--prometheus', 'http://127.0.0.1:1'],
    ['run', '--roles', 'stages', '--prometheus', 'http://127.0.0.1:1'],
    ['connect', 'prometheus'],
  ]) {
    const { code, err } = await ran(...args)
    assert.equal([code, /HS_USAGE/.test(err)], [2, true], err)
  }
})

test('should say what was not understood, what to do, and end with 2', async () => {
  for (const args of [
    ['blah'],
    ['tail'],
    ['tail', 'x', '--nope'],
    ['up', '--port', 'x'],
    ['up', '--for', '0'],
    ['config', '--markdown', 'a', 'b'],
  ]) {
    const { code, out, err } = await ran(...args)
    assert.is(code, 2, args.join(' '))
    assert.is(out, '')
    assert.match(err, /\n {2}What to do: homeostat.* --help shows what there is\. \[HS_USAGE\]$/)
    assert.not.match(err, /\n\s+at /)
  }
})

test('should name a component, a stage or a benchmark that does not exist, and those that do', async () => {
  const config = await ran('config', 'nope')
  assert.is(config.code, 2)
  assert.match(config.err, /no component nope; there are kafka, api, storage, task, .*ewma, /)
  const verify = await ran('verify', '--stage', 'nope')
  assert.is(verify.code, 1)
  assert.match(verify.err, /no stage nope; there are sense, signals.*\n.*\[HS_STAGE_UNKNOWN\]/)
  const bench = await ran('bench', 'nope')
  assert.is(bench.code, 2)
  assert.match(bench.err, /no benchmark nope; there are .*codec/)
})

test('should end with 3 where nothing runs or was ever started', async () => {
  const data = join(mkdtempSync(join(tmpdir(), 'cli-run-')), 'none')
  const calls = [
    ['topics'],
    ['tail', 'schedule.ticks'],
    ['verify'],
    ['replay'],
    ['reset', '--yes'],
    ['dead-letters', 'list'],
    ['dead-letters', 'show', '0'],
  ]
  for (const args of calls) {
    const { code, err } = await ran(...args, '--data', data)
    assert.is(code, 3, `${args.join(' ')}: ${err}`)
    assert.match(err, /\[HS_LOG_MISSING\]$/)
  }
  const publish = await ran('publish', '--source', 'a', 'b=1', '--data', data)
  assert.is(publish.code, 3)
  assert.match(publish.err, /Start it with `homeostat up`.*\[HS_NOT_RUNNING\]$/)
  const down = await ran('down', '--data', data, '--json')
  assert.equal([down.code, down.out], [0, '{}'])
  rmSync(join(data, '..'), { recursive: true })
})

test('should show the stack only when asked to', async () => {
  const terminal = fakeTerminal({ env: { HOMEOSTAT_DEBUG: '1' } })
  await run(['verify', '--stage', 'nope'], terminal)
  assert.match(terminal.complained.join('\n'), /\n\s+at /)
})

test.run()
