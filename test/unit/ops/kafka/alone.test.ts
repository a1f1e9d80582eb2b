import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { alone } from '../../../../ops/kafka/alone.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-alone-'))
const lock = join(folder, 'lock')
test.after(() => rmSync(folder, { recursive: true }))

test('should do one work at a time, and tell who waits', async () => {
  const order: string[] = []
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const first = alone(
    lock,
    () => assert.unreachable(),
    async () => {
      order.push('first begins')
      await held
      order.push('first ends')
    },
  )
  const second = alone(
    lock,
    (pid) => {
      assert.is(pid, process.pid)
      release()
    },
    async () => void order.push('second'),
  )
  await Promise.all([first, second])
  assert.equal(order, ['first begins', 'first ends', 'second'])
  assert.not(existsSync(lock))
})

test('should take the lock of a process that has ended, and give its own back after a failure', async () => {
  writeFileSync(lock, JSON.stringify({ pid: 999_999_999, started: '1', boot: 'another' }))
  const failed = await alone(
    lock,
    () => assert.unreachable(),
    async () => {
      throw new Error('no')
    },
  ).catch((error: Error) => error.message)
  assert.is(failed, 'no')
  assert.not(existsSync(lock))
})

test.run()
