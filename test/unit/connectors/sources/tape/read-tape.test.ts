import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type ReadTapeOptions, readTape } from '../../../../../connectors/sources/tape/read-tape.ts'
import { HomeostatError } from '../../../../../schemas/core/homeostat-error.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../../../fixtures/tapes/${name}`, import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'tapes-'))
test.after(() => rmSync(folder, { recursive: true }))

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Frames as plain objects, refusals as `line code message`. */
async function read(path: string, options?: ReadTapeOptions) {
  const frames: { line: number; source: string; at: number; metrics: Record<string, number>; labels: object }[] = []
  const refused: string[] = []
  for await (const { line, frame } of readTape(path, options)) {
    if (frame instanceof HomeostatError) refused.push(`${frame.code} ${frame.message}`)
    else {
      const metrics = Object.fromEntries(frame.names.map((name, i) => [name, frame.values[i]]))
      frames.push({ line, source: frame.source, at: frame.at, metrics, labels: { ...frame.labels } })
    }
  }
  return { frames, refused }
}

async function refusal(path: string, options?: ReadTapeOptions): Promise<HomeostatError> {
  try {
    await read(path, options)
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('should read a table of one series and name its source after the file', async () => {
  const { frames, refused } = await read(fixture('level-shift.csv'))
  assert.equal(refused, [])
  assert.is(frames.length, 120)
  assert.equal(frames[0], { line: 2, source: 'level-shift', at: Date.UTC(2024, 2, 1), metrics: { value: 39.8721 }, labels: {} })
  assert.is(frames[119].line, 121)
})

test('should read several sources and metrics and leave out empty cells', async () => {
  const { frames, refused } = await read(fixture('two-hosts.csv'))
  assert.equal(refused, [])
  assert.equal(frames[0].metrics, { cpu_usage: 10, 'disk_usage{mount="/"}': 50.5 })
  assert.is(frames[0].source, 'web-1')
  assert.is(frames[0].at, 1_709_251_200_000)
  assert.equal(frames[1].metrics, { cpu_usage: 20 })
  assert.is(frames[1].source, 'web-2')
})

test('should read frames from lines of JSON', async () => {
  const { frames } = await read(fixture('frames.ndjson'))
  assert.is(frames.length, 30)
  const metrics = { cpu_usage: 11, memory_usage: 40.25 }
  assert.equal(frames[1], { line: 2, source: 'web-2', at: 1_709_251_200_500, metrics, labels: { region: 'eu' } })
})

test('should read a compressed tape like a plain one, whatever its name', async () => {
  const csv = 'timestamp,value\n2024-01-01,1\n'
  for (const path of [written('a.csv.gz', gzipSync(csv)), written('b.csv', gzipSync(csv))]) {
    assert.is((await read(path)).frames.length, 1)
  }
  assert.is((await read(written('web-7.csv.gz', gzipSync(csv)))).frames[0].source, 'web-7')
})

test('should prefer the source and the format that it is told', async () => {
  const path = written('data.txt', 'timestamp,value\n2024-01-01,1\n')
  assert.is((await read(path, { format: 'csv', source: 'db-1' })).frames[0].source, 'db-1')
  assert.is((await refusal(path)).code, 'HS_TAPE_FORMAT_UNKNOWN')
})

test('should pass over a byte order mark, empty lines and carriage returns', async () => {
  const csv = written('bom.csv', '\uFEFFtimestamp,value\r\n\r\n2024-01-01,1\r\n')
  assert.is((await read(csv)).frames[0].metrics.value, 1)
  const ndjson = written('bom.ndjson', '\uFEFF{"at":1700000000,"metrics":{"a":1}}\r\n\r\n{"at":"2024-01-01","metrics":{"a":2}}')
  const { frames } = await read(ndjson)
  assert.equal(
    frames.map(({ line, at, source }) => [line, at, source]),
    [
      [1, 1_700_000_000_000, 'bom'],
      [3, Date.UTC(2024, 0, 1), 'bom'],
    ],
  )
})

test('should say line, finding and expectation for every bad row of a table, and read on', async () => {
  const rows = [
    'timestamp,value',
    '2024-01-01,NaN',
    '2024-01-02,Infinity',
    'soon,1',
    '2024-01-04,1,2',
    '2024-01-05,1e308',
    '2024-01-06,',
    '2024-01-07,7',
  ]
  const { frames, refused } = await read(written('bad.csv', rows.join('\n')))
  assert.equal(
    frames.map(({ metrics }) => metrics.value),
    [7],
  )
  const expected = [
    /^HS_TAPE_MALFORMED Line 2: found "NaN", expected a number in column value/,
    /Line 3: found "Infinity", expected a number/,
    /Line 4: found "soon", expected the time in column timestamp/,
    /Line 5: .*expected 2 cells as in the header, not 3/,
    /Line 6: .*expected a valid frame.*out of range/,
    /Line 7: .*expected a valid frame.*empty/,
  ]
  assert.is(refused.length, expected.length)
  for (const [i, pattern] of expected.entries()) assert.match(refused[i], pattern)
})

test('should say line, finding and expectation for every bad line of JSON, and read on', async () => {
  const path = written(
    'bad.ndjson',
    [
      '{"at":1,"metrics":{"a":NaN}}',
      '[1]',
      '{"metrics":{"a":1}}',
      '{"at":1,"metrics":{}}',
      'x'.repeat(200),
      '{"at":1,"metrics":{"a":1}}',
    ].join('\n'),
  )
  const { frames, refused } = await read(path)
  assert.is(frames.length, 1)
  assert.is(refused.length, 5)
  assert.match(refused[0], /^HS_TAPE_MALFORMED Line 1: .*expected one JSON object/)
  assert.match(refused[1], /Line 2: found "\[1\]", expected a frame in braces/)
  assert.match(refused[2], /Line 3: .*frame\.at is missing/)
  assert.match(refused[3], /Line 4: .*metrics is empty/)
  assert.match(refused[4], /Line 5: found "x{80}…"/)
})

test('should carry a metric with the name of a prototype like any other', async () => {
  const { frames } = await read(written('proto.csv', 'timestamp,__proto__,constructor\n2024-01-01,1,2\n'))
  assert.equal(Object.entries(frames[0].metrics), [
    ['__proto__', 1],
    ['constructor', 2],
  ])
})

test('should refuse a table without a usable header', async () => {
  const headers = {
    'none.csv': '2024-01-01,1\n',
    'empty.csv': '',
    'lonely.csv': 'timestamp\n',
    'twice.csv': 'at,a,a\n',
    'gap.csv': 'at,,b\n',
  }
  for (const [name, content] of Object.entries(headers)) {
    const error = await refusal(written(name, content))
    assert.is(error.code, 'HS_TAPE_MALFORMED', name)
    assert.match(error.message, /^Line 1: .*expected/)
  }
})

test('should refuse quotes that never end, naming the line', async () => {
  const error = await refusal(written('quote.csv', 'timestamp,value\n2024-01-01,"1\n2024-01-02,2\n'))
  assert.is(error.code, 'HS_TAPE_MALFORMED')
  assert.match(error.message, /^Line \d/)
})

test('should refuse a line that would fill the memory', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000, 0x61))
  assert.is((await refusal(written('bomb.ndjson.gz', bomb))).code, 'HS_TAPE_MALFORMED')
  assert.is((await refusal(written('bomb.csv.gz', bomb))).code, 'HS_TAPE_MALFORMED')
})

test('should refuse a tape that is larger than allowed once decompressed', async () => {
  const path = written('long.ndjson.gz', gzipSync('{"at":1,"metrics":{"a":1}}\n'.repeat(1000)))
  const error = await refusal(path, { maxBytes: 5000 })
  assert.is(error.code, 'HS_TAPE_TOO_LARGE')
  assert.is(error.limit, 5000)
})

test('should refuse what is missing, a folder, or cut off', async () => {
  assert.is((await refusal(join(folder, 'missing.csv'))).code, 'HS_TAPE_UNREADABLE')
  assert.is((await refusal(folder, { format: 'csv' })).code, 'HS_TAPE_UNREADABLE')
  const whole = gzipSync('{"at":1,"metrics":{"a":1}}\n'.repeat(1000))
  const cut = written('cut.ndjson.gz', whole.subarray(0, whole.length - 12))
  assert.is((await refusal(cut)).code, 'HS_TAPE_UNREADABLE')
})

test.run()
