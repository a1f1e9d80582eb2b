import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { hostSampler } from '../../../../connectors/sources/host/host-sampler.ts'
import { tapeRecorder } from '../../../../connectors/sources/record-tape.ts'
import { playTape } from '../../../../connectors/sources/tape/play-tape.ts'
import { memoryEdge } from './memory-edge.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapes-'))
test.after(() => rmSync(folder, { recursive: true }))

for (const name of ['host.ndjson', 'host.ndjson.gz']) {
  test(`should record what can be played again (${name})`, async () => {
    const recorder = await tapeRecorder(join(folder, name))
    const sample = hostSampler()
    await sample()
    const measured = await sample()
    const frames = Array.from({ length: 500 }, (_, i) => ({
      source: 'box',
      at: 1_709_251_200_000 + i * 1000,
      ...measured,
      labels: { region: 'eu' },
    }))
    for (const frame of frames) await recorder.publish([frame])
    await recorder.close()

    const edge = await memoryEdge()
    assert.is((await playTape(join(folder, name), edge)).frames, 500)
    const played = await edge.frames()
    assert.equal(played[499], {
      key: 'default/box',
      source: 'box',
      at: 1_709_251_699_000,
      metrics: Object.fromEntries(measured.names.map((metric, i) => [metric, measured.values[i]])),
    })
  })
}

test('should not overwrite a tape', async () => {
  const path = join(folder, 'once.ndjson')
  await (await tapeRecorder(path)).close()
  try {
    await tapeRecorder(path)
    assert.unreachable('it was overwritten')
  } catch (error) {
    assert.match(String(error), 'EEXIST')
  }
})

test.run()
