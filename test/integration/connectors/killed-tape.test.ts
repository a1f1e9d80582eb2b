import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SystemTelemetryRaw } from '../../../schemas/topics.ts'
import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'

const player = fileURLToPath(new URL('./play-until-killed.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'killed-tape-'))
test.after(() => rmSync(folder, { recursive: true }))

const FRAMES = 12_000
const START = 1_709_251_200_000
const tape = join(folder, 'hour.csv')
const rows = Array.from({ length: FRAMES }, (_, i) => `${START + i * 1000},${i}`)
writeFileSync(tape, `timestamp,value\n${rows.join('\n')}\n`)

/** The outcome of a player, or the signal that ended it. */
function play(data: string, commits: number): string {
  const { stdout, stderr, signal, status } = spawnSync(process.execPath, ['--import', 'tsx', player, data, tape, String(commits)])
  if (signal === null && status !== 0) throw new Error(String(stderr))
  return signal ?? String(stdout)
}

test('should hold every frame of a tape once after its player was killed again and again', async () => {
  const data = join(folder, 'data')
  for (const commits of [1, 2]) assert.is(play(data, commits), 'SIGKILL')
  const last = JSON.parse(play(data, 0))
  assert.ok(last.resumedAt >= 3 * 2000, 'what was committed is not played again')
  assert.is(last.resumedAt + last.frames, FRAMES)

  const log = await openEmbeddedLog(data, { readOnly: true })
  let count = 0
  for (let from = 0, atEnd = false; !atEnd; ) {
    const result = await log.read(SystemTelemetryRaw.name, 0, from)
    count += result.records.length
    from = result.next
    atEnd = result.atEnd
  }
  await log.close()
  assert.is(count, FRAMES)
})

test.run()
