import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { shellBlocks } from '../../../e2e/support/shell-blocks.ts'

const fence = '```'

test('should find the shell blocks of a page, with what a comment says of them', () => {
  const page = [
    'Text',
    `${fence}sh\nplain\n${fence}`,
    `${fence}json\n{}\n${fence}`,
    `<!-- not run: takes a day -->\n${fence}sh\nlong\n${fence}`,
    `<!-- prints: a+ -->\n${fence}sh\nprinting\n${fence}`,
    `<!-- goes on after: ready -->\n${fence}sh\nserving\n${fence}`,
    '',
  ].join('\n')
  assert.equal(shellBlocks(page), [
    { line: 2, script: 'plain\n' },
    { line: 9, script: 'long\n', notRun: 'takes a day' },
    { line: 13, script: 'printing\n', prints: /a+/ },
    { line: 17, script: 'serving\n', goesOnAfter: /ready/ },
  ])
})

test.run()
