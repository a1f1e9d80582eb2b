import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { removeRunFile, writeRunFile } from '../../../../ops/cli/run-file.ts'
import { remoteWrite } from '../../../../ops/doctor/checks/remote-write.ts'
import { scrape } from '../../../../ops/doctor/checks/scrape.ts'
import { sinks } from '../../../../ops/doctor/checks/sinks.ts'

const folder = mkdtempSync(join(tmpdir(), 'doctor-sources-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const context = { data: folder, port: 0, env: { TOKEN: 'secret' } }
const NOBODY = 'http://127.0.0.1:1'

const write = (name: string, value: object) => writeFileSync(join(folder, name), JSON.stringify(value))

/** Stands in for what a real server cannot be told to do. */
async function beside<T>(listener: RequestListener, run: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

test('should say that nothing is used where nothing is configured', async () => {
  for (const check of [scrape, remoteWrite, sinks]) assert.is((await check.run(context)).state, 'ok')
})

test('should say of targets which give a page, and what to do about the others', async () => {
  await beside(
    (_, response) => response.end('up 1\n'),
    async (url) => {
      write('sources.yaml', { scrape: [{ urls: [url] }] })
      assert.match((await scrape.run(context)).says, /^1 of 1 targets give a page/)
      write('sources.yaml', { scrape: [{ urls: [url, NOBODY] }] })
      const found = await scrape.run(context)
      assert.equal([found.state, /HS_SCRAPE_UNREACHABLE/.test(found.says), found.remedy !== undefined], ['failed', true, true])
    },
  )
  write('sources.yaml', { scrape: [{ urls: [NOBODY], tokenEnv: 'NONE' }] })
  assert.match((await scrape.run(context)).says, /HS_SCRAPE_UNAUTHORIZED/)
})

test('should try remote write where something runs, with the token of the file', async () => {
  write('sources.yaml', { remoteWrite: { tokenEnv: 'TOKEN' } })
  assert.match((await remoteWrite.run(context)).says, /nothing runs/)
  const answer: { status: number } = { status: 204 }
  const said: (string | undefined)[] = []
  await beside(
    (request, response) => {
      said.push(request.headers.authorization)
      response.writeHead(answer.status).end()
    },
    async (url) => {
      writeRunFile(folder, url, Date.now())
      assert.is((await remoteWrite.run(context)).state, 'ok')
      for (const [status, remedy] of [
        [401, /another token/],
        [404, /without the roles/],
        [503, /healthz/],
      ] as const) {
        answer.status = status
        const found = await remoteWrite.run(context)
        assert.is(found.state, 'failed')
        assert.match(String(found.remedy), remedy)
      }
      removeRunFile(folder)
    },
  )
  assert.equal(new Set(said), new Set(['Bearer secret']))
  write('sources.yaml', { remoteWrite: { tokenEnv: 'NONE' } })
  assert.match((await remoteWrite.run(context)).says, /HS_REMOTE_WRITE_UNAUTHORIZED/)
})

test('should say whether sinks take what is written', async () => {
  const answer = { status: 204 }
  await beside(
    (_, response) => response.writeHead(answer.status).end(),
    async (url) => {
      write('sinks.yaml', { influx: [{ url }] })
      assert.match((await sinks.run(context)).says, /can be written to/)
      answer.status = 401
      const found = await sinks.run(context)
      assert.equal([found.state, /HS_INFLUX_UNAUTHORIZED/.test(found.says)], ['failed', true])
    },
  )
  write('sinks.yaml', { influx: [{ url: NOBODY }] })
  assert.match((await sinks.run(context)).says, /HS_INFLUX_UNREACHABLE/)
})

test.run()
