import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { playTape } from '../../../connectors/sources/tape/play-tape.ts'
import { openInstallation } from '../../../ops/app/open-installation.ts'
import { stages } from '../../../ops/app/stages.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { hardships } from './support/hardships.ts'
import { rawFrames } from './support/raw-frames.ts'
import { scratchFolder } from './support/running-app.ts'

const folder = scratchFolder()
test.after(folder.remove)

test('should play a tape up to the line that cannot be read, name it, and go on there when it is corrected', async () => {
  const data = join(folder.path, 'data')
  const tape = join(folder.path, 'cpu.csv')
  const lines = Array.from({ length: 50 }, (_, n) => `2026-01-31 12:00:${String(n).padStart(2, '0')},${n}`)
  const write = (rows: readonly string[]) => writeFileSync(tape, ['timestamp,value', ...rows, ''].join('\n'))
  const { log, codec } = await openInstallation(data, stages)
  write(lines.with(30, '2026-01-31 12:00:30,thirty'))
  const refused = await playTape(tape, { log, codec }).then(
    () => undefined,
    (error) => error,
  )
  assert.instance(refused, HomeostatError)
  assert.is(refused.code, hardships.malformedCsv.codes[0])
  assert.match(refused.message, '32')
  assert.equal(await values(data), range(30))

  write(lines)
  const { finished, resumedAt } = await playTape(tape, { log, codec })
  assert.equal([finished, resumedAt], [true, 30])
  assert.equal(await values(data), range(50))
  await log.close()
})

async function values(data: string): Promise<number[]> {
  return (await rawFrames(data)).flatMap(({ metrics }) => Object.values(metrics))
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n)
}

test.run()
