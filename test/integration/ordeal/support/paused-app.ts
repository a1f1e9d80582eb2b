import { startApp } from '../../../../ops/app.ts'
import { systemClock } from '../../../../streams/runtime/ports/clock.ts'
import { noteBook } from './note-book.ts'

// An installation in a process of its own that finds an hour gone each time that it is continued (SIGCONT). Argument: data folder.
// Prints its address, then what its log said besides information, when it is ended with SIGTERM.

const HOUR_MS = 3_600_000
let ahead = 0
process.on('SIGCONT', () => {
  ahead += HOUR_MS
})
const { logger, noted } = noteBook()
const clock = { ...systemClock, now: () => Date.now() + ahead }
const app = await startApp({ data: process.argv[2] ?? '', port: 0, sources: ['host'], logger, clock })
console.log(app.url)
process.once('SIGTERM', async () => {
  await app.stop()
  console.log(JSON.stringify(noted.filter(({ level }) => level !== 'info')))
})
