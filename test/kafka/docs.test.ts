import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { test } from 'uvu'
import { choosePorts } from '../../ops/kafka/ports.ts'
import { kafkaTools } from '../../ops/kafka/tools.ts'
import { blocksToRun, followPage } from '../e2e/support/follow-page.ts'
import { pythonClient } from '../support/kafka/python.ts'
import { startKafka } from '../support/kafka/start-kafka.ts'
import { plainEnvironment } from '../support/plain-environment.ts'
import { repositoryRoot } from '../support/repository.ts'

const page = 'docs/guides/kafka.md'
const python = await pythonClient()
const kafka = await startKafka()
const folder = mkdtempSync(join(tmpdir(), 'homeostat-kafka-docs-'))
const bin = join(folder, 'bin')
mkdirSync(bin)
symlinkSync(join(repositoryRoot, 'bin', 'homeostat.mjs'), join(bin, 'homeostat'))
for (const tool of kafkaTools) writeFileSync(join(bin, `kafka-${tool}.sh`), scriptOf(tool), { mode: 0o755 })
test.after(async () => {
  await kafka.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Kafka's own scripts are not in its jars. */
function scriptOf(tool: string): string {
  const program = [
    process.execPath,
    '--import',
    import.meta.resolve('tsx'),
    join(repositoryRoot, 'ops', 'kafka', 'tool.ts'),
    tool,
  ]
  return `#!/bin/sh\nexec ${program.map((word) => `'${word}'`).join(' ')} "$@"\n`
}

test(`should do what ${page} says`, async () => {
  const port = await choosePorts(0, 3)
  await followPage(page, blocksToRun(page, readFileSync(join(repositoryRoot, page), 'utf8')), {
    folder,
    env: { ...plainEnvironment(), PATH: [bin, dirname(python), process.env.PATH].join(delimiter) },
    patienceMs: 40_000,
    rewrite: (script) =>
      script
        .replaceAll('127.0.0.1:9092', kafka.brokers.join(','))
        .replaceAll('http://127.0.0.1:8081/apis/ccompat/v7', kafka.registry)
        .replaceAll('prod.', `docs-${process.pid}.`)
        .replace(/homeostat up\b/, '$& --port 4280')
        .replace(/\b428([0-2])\b/g, (_, index) => String(port + Number(index))),
  })
})

test.run()
