import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { findJava } from '../../../../ops/kafka/java.ts'
import { hasMaven } from '../../../../ops/kafka/maven.ts'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

const home = mkdtempSync(join(tmpdir(), 'homeostat-java-'))
mkdirSync(join(home, 'bin'))
test.after(() => rmSync(home, { recursive: true }))

/** What a start says when this Java is the one that is found. */
function javaSaying(text: string): unknown {
  writeFileSync(join(home, 'bin', 'java'), `#!/bin/sh\necho '${text}' >&2\n`)
  chmodSync(join(home, 'bin', 'java'), 0o700)
  try {
    return findJava({ JAVA_HOME: home, PATH: process.env.PATH })
  } catch (error) {
    return error instanceof HomeostatError ? error.code : error
  }
}

test('should take Java 17 and newer, and tell builds apart', () => {
  const one = javaSaying('openjdk version "17.0.15" 2025-04-15')
  const other = javaSaying('openjdk version "21" 2023-09-19')
  assert.is.not(JSON.stringify(one), JSON.stringify(other))
  assert.match(JSON.stringify(one), '"build"')
})

test('should refuse an old Java, and none', () => {
  assert.is(javaSaying('java version "1.8.0_392"'), 'HS_JAVA_MISSING')
  assert.is(javaSaying('no idea'), 'HS_JAVA_MISSING')
  assert.throws(() => findJava({ PATH: home }), /Java 17/)
})

test('should look for Maven on the path', () => {
  assert.not(hasMaven({ PATH: home }))
  writeFileSync(join(home, 'mvn'), '')
  assert.ok(hasMaven({ PATH: `:${home}` }))
})

test.run()
