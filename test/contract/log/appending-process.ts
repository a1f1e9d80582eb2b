import { openEmbeddedLog } from '../../../streams/runtime/log/embedded/embedded-log.ts'
import { Plain, Spread } from './fixture.ts'

// Opens the log in the given folder, says so, then appends without end: commits of three records over two topics, numbered. Each
// number is written to the standard output once it is acknowledged.

const LANES = 5

const log = await openEmbeddedLog(process.argv[2])
await log.createTopics([
  { topic: Plain, partitions: 1 },
  { topic: Spread, partitions: 2 },
])
const writer = await log.writer('feed')
console.log('open')
const first = (await log.bounds(Plain.name, 0)).end

for (let number = first; ; number += LANES) {
  const numbers = Array.from({ length: LANES }, (_, lane) => number + lane)
  await Promise.all(numbers.map(append))
  process.stdout.write(`${numbers.at(-1)}\n`)
}

function append(number: number) {
  const value = Buffer.from(String(number))
  return writer.commit([
    { topic: Plain.name, key: null, value },
    { topic: Spread.name, partition: 0, key: null, value },
    { topic: Spread.name, partition: 1, key: null, value },
  ])
}
