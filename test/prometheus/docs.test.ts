import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readSourcePlans } from '../../ops/config/read-source-plans.ts'
import { choosePorts } from '../../ops/kafka/ports.ts'
import { blocksToRun, followPage } from '../e2e/support/follow-page.ts'
import { plainEnvironment } from '../support/plain-environment.ts'
import { startPrometheus } from '../support/prometheus/start-prometheus.ts'
import { repositoryRoot } from '../support/repository.ts'

const pages = ['docs/guides/prometheus.md', 'docs/guides/first-hour.md']
const textOf = (page: string) => readFileSync(join(repositoryRoot, page), 'utf8')
const prometheus = await startPrometheus()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-prometheus-docs-'))
const bin = join(folder, 'bin')
mkdirSync(bin)
symlinkSync(join(repositoryRoot, 'bin', 'homeostat.mjs'), join(bin, 'homeostat'))
test.after(async () => {
  await prometheus.stop()
  rmSync(folder, { recursive: true, force: true })
})

for (const page of pages)
  test(`should do what ${page} says`, async () => {
    const port = await choosePorts(0, 1)
    const place = join(folder, String(port))
    mkdirSync(place)
    await followPage(page, blocksToRun(page, textOf(page)), {
      folder: place,
      env: { ...plainEnvironment(), PATH: [bin, process.env.PATH].join(delimiter) },
      patienceMs: 40_000,
      rewrite: (script) =>
        script
          .replaceAll('http://127.0.0.1:9090', prometheus.url)
          .replace(/homeostat up\b/, '$& --port 4280')
          .replaceAll('4280', String(port)),
    })
  })

test(`should accept the configuration that ${pages[0]} shows`, async () => {
  const [block] = [...textOf(pages[0]).matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml)
  const file = join(folder, 'shown.yaml')
  writeFileSync(file, block)
  const {
    prometheus: [plan],
  } = await readSourcePlans(file, folder, {})
  assert.equal(
    plan.queries.map(({ name }) => name),
    ['error_rate', 'queue_length'],
  )
})

test.run()
