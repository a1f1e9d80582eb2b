import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { repositoryRoot } from '../../support/repository.ts'
import { runTool } from '../../support/run-tool.ts'

// A small repository with the real launcher's means and a program of two files.
let root = ''
const cache = () => join(root, 'node_modules', '.cache', 'homeostat')

test.before.each(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'homeostat-compiled-')))
  mkdirSync(join(root, 'node_modules'))
  cpSync(join(repositoryRoot, 'bin/compiled'), join(root, 'bin/compiled'), { recursive: true })
  symlinkSync(join(repositoryRoot, 'node_modules/tsx'), join(root, 'node_modules/tsx'))
  write('node_modules/.package-lock.json', '{}')
  write('package.json', '{ "type": "module" }')
  write('tsconfig.json', '{}')
  write('start.mjs', "import { importEntry } from './bin/compiled/import-entry.mjs'\nawait importEntry('main.ts')\n")
  write('main.ts', "import { answer } from './part/answer.ts'\nconsole.log(answer())\n")
  write('part/answer.ts', "export const answer = (): string => 'first'\n")
})

test.after.each(() => rmSync(root, { recursive: true, force: true }))

test('should compile once, and again when a source has changed', async () => {
  assert.is(await answer(), 'first')
  const first = manifestTime()
  assert.is(await answer(), 'first')
  assert.is(manifestTime(), first)
  write('part/answer.ts', "export const answer = (): string => 'other'\n") // of the same length
  assert.is(await answer(), 'other')
})

test('should leave no compiler running beside the program', async () => {
  if (!existsSync('/proc/self/task')) return // only Linux tells the children of a process
  write(
    'part/answer.ts',
    `import { readFileSync } from 'node:fs'
    import { pid } from 'node:process'
    const children = readFileSync(['/proc', pid, 'task', pid, 'children'].join('/'), 'utf8')
    export const answer = (): string => 'children: ' + children.trim()`,
  )
  assert.is(await answer(), 'children:')
})

test('should leave texts about modules as they are', async () => {
  write('part/answer.ts', "export const answer = (): string => 'import.meta.url'\n")
  assert.is(await answer(), 'import.meta.url')
})

test('should compile again when other packages are installed', async () => {
  await answer()
  const first = manifestTime()
  write('node_modules/.package-lock.json', '{ "packages": {} }')
  await answer()
  assert.is.not(manifestTime(), first)
})

test('should compile again after the folder was moved, because the program knows its place', async () => {
  write('part/answer.ts', 'export const answer = (): string => [import.meta.url, import.meta.dirname].join(" ")\n')
  await answer()
  const moved = `${root}-moved`
  cpSync(root, moved, { recursive: true, verbatimSymlinks: true })
  rmSync(root, { recursive: true })
  root = moved
  assert.is(await answer(), `file://${root}/part/answer.ts ${root}/part`)
})

test('should name the lines of the sources when something is thrown', async () => {
  write('part/answer.ts', "interface Nothing {}\n\nexport const answer = (nothing?: Nothing) => { throw new Error('wrong') }\n")
  const { exitCode, output } = await start()
  assert.is(exitCode, 1)
  assert.match(output, /Error: wrong\n.*part\/answer\.ts:3:\d+/)
  assert.ok(existsSync(join(cache(), 'main', 'current.json')), 'it was compiled')
})

test('should run the sources as they are where nothing can be written', async () => {
  write('node_modules/.cache', 'a file where a folder should be: this stops root too')
  assert.is(await answer(), 'first')
})

test('should let tsx say what is wrong in a source', async () => {
  write('part/answer.ts', 'export const answer = (: string\n')
  const { exitCode, output } = await start()
  assert.is(exitCode, 1)
  assert.match(output, 'part/answer.ts:1')
})

test('should do with several that start at the same time', async () => {
  assert.equal(await Promise.all(Array.from({ length: 4 }, answer)), ['first', 'first', 'first', 'first'])
})

async function answer(): Promise<string> {
  const { exitCode, output } = await start()
  assert.is(exitCode, 0, output)
  return output.trim()
}

function start(): ReturnType<typeof runTool> {
  return runTool([join(root, 'start.mjs')], { cwd: tmpdir() })
}

function manifestTime(): bigint {
  return statSync(join(cache(), 'main', 'current.json'), { bigint: true }).mtimeNs
}

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

test.run()
