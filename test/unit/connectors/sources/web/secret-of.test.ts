import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { influxConfig } from '../../../../../connectors/sinks/influx/influx-config.ts'
import { influxPlan } from '../../../../../connectors/sinks/influx/influx-plan.ts'
import { remoteWriteConfig } from '../../../../../connectors/sources/remote-write/remote-write-config.ts'
import { remoteWritePlan } from '../../../../../connectors/sources/remote-write/remote-write-plan.ts'
import { scrapeConfig } from '../../../../../connectors/sources/scrape/scrape-config.ts'
import { scrapePlans } from '../../../../../connectors/sources/scrape/scrape-plan.ts'
import { configure } from '../../../../../schemas/core/config.ts'
import { codeOf } from '../../../../../schemas/core/homeostat-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeostat-secret-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'token')

type Env = Readonly<Record<string, string>>
type Given = { readonly tokenFile?: string; readonly tokenEnv?: string }

/** What sources, remote write and sinks make of the same setting. */
const readers: readonly [name: string, refused: string, read: (given: Given, env?: Env) => string | undefined][] = [
  [
    'a target',
    'HS_SCRAPE_UNAUTHORIZED',
    (given, env = {}) => {
      const [plan] = scrapePlans(configure('scrape', scrapeConfig, { urls: ['http://h'], ...given }), { env, folder })
      return plan.server.authorization()?.replace('Bearer ', '')
    },
  ],
  [
    'remote write',
    'HS_REMOTE_WRITE_UNAUTHORIZED',
    (given, env = {}) => remoteWritePlan(configure('remote-write', remoteWriteConfig, given), { env, folder }).token?.(),
  ],
  [
    'a sink',
    'HS_INFLUX_UNAUTHORIZED',
    (given, env = {}) =>
      influxPlan(configure('influx', influxConfig, { url: 'http://h', ...given }), { env, folder }).token() || undefined,
  ],
]

for (const [name, refused, read] of readers) {
  test(`should read the token of ${name} as every other, and refuse an empty one`, () => {
    assert.is(read({}), undefined)
    writeFileSync(file, 'secret\n')
    assert.is(read({ tokenFile: 'token' }), 'secret')
    assert.is(read({ tokenEnv: 'TOKEN' }, { TOKEN: 'other' }), 'other')
    const refusal = (given: Given, env?: Env) => {
      try {
        read(given, env)
      } catch (error) {
        return codeOf(error)
      }
      return 'taken'
    }
    writeFileSync(file, ' \n')
    assert.is(refusal({ tokenFile: 'token' }), refused)
    assert.is(refusal({ tokenEnv: 'TOKEN' }), refused)
    assert.is(refusal({ tokenEnv: 'TOKEN' }, { TOKEN: 'a\nb' }), refused)
    assert.is(refusal({ tokenFile: 'nothing' }), 'HS_FILE_UNREADABLE')
    assert.is(refusal({ tokenFile: 'token', tokenEnv: 'TOKEN' }), 'HS_CONFIG_INVALID')
  })
}

test.run()
