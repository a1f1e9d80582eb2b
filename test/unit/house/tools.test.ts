import { test } from 'uvu'
import { runTool, type ToolResult } from '../../support/run-tool.ts'

test('should compile without a complaint', async () => {
  succeeded(await runTool(['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false']))
})

test('should compile without a complaint what runs in a browser', async () => {
  succeeded(
    await runTool(['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false', '-p', 'projections/console/browser']),
  )
})

test('should be formatted, and without a complaint of the linter (`npm run format` mends what can be mended)', async () => {
  succeeded(await runTool(['node_modules/@biomejs/biome/bin/biome', 'check', '--reporter=summary', '.']))
})

test('should have record types that were generated from the schemas as they are', async () => {
  succeeded(await runTool(['--import', 'tsx', 'schemas/generate.ts', '--check']))
})

test('should have a page of errors that was generated from the catalogue as it is', async () => {
  succeeded(await runTool(['--import', 'tsx', 'schemas/core/errors-page.ts', '--check']))
})

function succeeded({ exitCode, output }: ToolResult): void {
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${output}`)
}

test.run()
