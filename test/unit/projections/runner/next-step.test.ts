import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nextStep } from '../../../../projections/runner/next-step.ts'

const rows = (version: number, logId = 'here') => ({ version, logId, checkpoints: [] })
const step = (serving?: ReturnType<typeof rows>, next?: ReturnType<typeof rows>, shared = false) =>
  nextStep({ serving, next }, 2, 'here', shared)

test('should keep the rows of its own version and log', () => {
  assert.is(step(rows(2)), 'serve')
})

test('should begin in place where there are no rows, or those of another log', () => {
  assert.equal([step(), step(rows(2, 'gone')), step(rows(1, 'gone'))], ['serve', 'serve', 'serve'])
})

test('should build beside rows of another version, and where somebody has asked for it', () => {
  assert.equal([step(rows(1)), step(rows(3)), step(rows(2), rows(2)), step(rows(1), rows(2))], Array(4).fill('build'))
})

test('should give up what was built for another log or version', () => {
  const found = [step(undefined, rows(2)), step(rows(2, 'gone'), rows(2)), step(rows(2), rows(2, 'gone')), step(rows(2), rows(1))]
  assert.equal([...found, step(rows(2), rows(3))], Array(5).fill('abandon'))
})

test('should build anew what another version has begun to build', () => {
  assert.is(step(rows(1), rows(3)), 'build')
})

test('should leave rows and buildings of a newer version to the newer processes where there are some', () => {
  assert.is(step(rows(3), undefined, true), 'wait')
  assert.is(step(rows(1), rows(3), true), 'wait')
  assert.is(step(rows(2), rows(3), true), 'serve')
  assert.is(step(rows(1), undefined, true), 'build')
})

test('should go back to its own version beside newer processes when somebody has asked for it', () => {
  assert.is(step(rows(3), rows(2), true), 'build')
})

test.run()
