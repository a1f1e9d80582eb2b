import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { playTape } from '../../../../connectors/sources/tape/play-tape.ts'
import { ingestServer, NOW } from './http/ingest-server.ts'
import { memoryEdge } from './memory-edge.ts'

const guide = readFileSync(new URL('../../../../docs/guides/sources.md', import.meta.url), 'utf8')

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text)
}

const folder = mkdtempSync(join(tmpdir(), 'guide-'))
test.after(() => rmSync(folder, { recursive: true }))

for (const [language, contentType, frames] of [
  ['json', 'application/json', 1],
  ['ndjson', 'application/x-ndjson', 2],
] as const) {
  test(`should accept what the guide sends as ${contentType}`, async () => {
    const [block] = blocks(language)
    const server = await ingestServer()
    const answer = await server.send(block.replaceAll('NOW', new Date(NOW).toISOString()), { 'content-type': contentType })
    assert.is(answer.body.accepted, frames, JSON.stringify(answer.body))
    await server.close()
  })
}

test('should play the tapes of the guide', async () => {
  const tapes = [...blocks('csv').map((text) => ['csv', text]), ...blocks('tape').map((text) => ['ndjson', text])]
  assert.is(tapes.length, 3)
  for (const [i, [ending, text]] of tapes.entries()) {
    const path = join(folder, `${i}.${ending}`)
    writeFileSync(path, text)
    assert.is((await playTape(path, await memoryEdge())).frames, 2)
  }
})

test.run()
