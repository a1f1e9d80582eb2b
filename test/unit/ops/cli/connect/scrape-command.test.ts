import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { run } from '../../../../../ops/cli/run.ts'
import { fakeTerminal } from '../fake-terminal.ts'

/** Stands in for a target whose pages a test knows to the last value. */
async function connected(answer: (response: ServerResponse, nth: number) => void, ...options: readonly string[]) {
  let asked = 0
  const server = createServer((_, response) => answer(response, asked++))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const terminal = fakeTerminal()
  const code = await run(['connect', 'scrape', `http://127.0.0.1:${port}`, '--wait', '1s', ...options], terminal)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return { code, asked, port, out: terminal.said.join('\n'), err: terminal.complained.join('\n') }
}

const page = (nth: number) => `# TYPE go_goroutines gauge
go_goroutines 12
# TYPE jobs_total counter
jobs_total{queue="mail"} ${100 + 50 * nth}
# TYPE cpu_usage gauge
cpu_usage 42
# TYPE took_seconds histogram
took_seconds_bucket{le="1"} ${nth}
took_seconds_bucket{le="+Inf"} ${nth}
took_seconds_sum ${nth}
took_seconds_count ${nth}
broken NaN
${Array.from({ length: 201 }, (_, i) => `users{id="${i}"} 1`).join('\n')}
`

test('should show what stands in a page, what would be made of it, and what to write down', async () => {
  const { code, asked, port, out } = await connected((response, nth) => response.end(page(nth)))
  assert.equal([code, asked], [0, 2])
  assert.match(out, /^http:\/\/127\.0\.0\.1:\d+\/metrics: 209 samples in 6 families/)
  assert.match(out, /users +untold +201/)
  assert.match(out, /took_seconds +histogram +4/)
  assert.match(out, /cpu_usage +42 %/)
  assert.match(out, /jobs_rate\{queue="mail"\} +\d/)
  assert.match(out, /In no frame: .*not_finite: 1/)
  assert.match(out, /Many series under one name, look whether they are worth it: users \(201\)/)
  const [, yaml] = out.split('For sources.yaml:\n\n')
  assert.equal(parse(yaml), { scrape: [{ urls: [`http://127.0.0.1:${port}`], drop: ['go_.*'] }] })
})

test('should print the same as JSON', async () => {
  const { out } = await connected((response, nth) => response.end(page(nth)), '--json')
  const { families, metrics, samples, dropped, error, source } = JSON.parse(out)
  assert.equal([families.length, samples, error], [6, 209, null])
  assert.equal([metrics.cpu_usage, metrics.go_goroutines, dropped.not_finite], [42, 12, 1])
  assert.match(source, /^127\.0\.0\.1:\d+$/)
})

test('should name what a target answers instead', async () => {
  const answers: readonly [(response: ServerResponse) => void, string][] = [
    [(response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), 'HS_SCRAPE_FOREIGN'],
    [(response) => response.writeHead(401).end(), 'HS_SCRAPE_UNAUTHORIZED'],
    [(response) => response.writeHead(500).end(), 'HS_SCRAPE_FAILED'],
    [(response) => response.end('up 1\nhalf_a'), 'HS_SCRAPE_PAGE_BROKEN'],
  ]
  for (const [answer, expected] of answers) {
    const { code, err } = await connected(answer)
    assert.equal([code !== 0, err.includes(expected)], [true, true], `${expected}: ${err}`)
  }
})

test.run()
