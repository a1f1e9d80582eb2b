// What `npm start` runs: installs what is missing, then starts. One process, and called with `exec`, so that whoever ends npm ends this:
// a shell in between would not pass a signal on.
import process from 'node:process'

await import('./prepare.mjs')
if (process.exitCode === undefined) {
  process.argv.splice(2, 0, 'up')
  await import('./homeostat.mjs')
}
