// Makes sure that what package-lock.json names is installed, then ends; does nothing when it is. Needs only Node.js.
import { spawn } from 'node:child_process'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const oldestNode = 20
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lockFile = join(root, '.install-lock')

try {
  await main()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    throw new Error(`Homeostat needs Node.js ${oldestNode} or newer; this is ${process.versions.node}.`)
  }
  if (isInstalled()) return
  await alone(async () => {
    if (!isInstalled()) await install() // another process may have done it while this one waited
  })
}

/**
 * Compares what is wanted with what npm wrote down as its last act. So an installation that was broken off counts as none, and one
 * that was made by hand counts.
 */
function isInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (!wanted) throw new Error('package-lock.json is missing or cannot be read. Check the repository out again.')
  if (!present) return false
  return required(wanted).every(([path, { version, integrity }]) => {
    const found = present[path]
    return found && found.version === version && found.integrity === integrity
  })
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined // not there or half written: both mean "not installed"
  }
}

/** Packages that every machine gets; optional ones depend on the platform. */
function required(packages) {
  return Object.entries(packages).filter(([path, { optional, devOptional }]) => path !== '' && !optional && !devOptional)
}

async function install() {
  const paths = required(packagesOf(join(root, 'package-lock.json'))).map(([path]) => path)
  console.error(`Installing ${paths.length} packages (only after a change of package-lock.json) …`)
  const started = Date.now()
  const npm = startNpm()
  process.once('exit', () => npm.kill()) // when this process is told to stop
  let complaint = ''
  npm.stderr.on('data', (chunk) => {
    complaint = (complaint + chunk).slice(0, 20_000)
  })
  const stopProgress = showProgress(paths, started)
  const code = await new Promise((resolve) => {
    npm.on('error', (error) => {
      complaint += `npm could not be started: ${error.message}`
      resolve(1)
    })
    npm.on('close', (exitCode, signal) => resolve(signal ?? exitCode))
  })
  stopProgress()
  if (code !== 0) throw new Error(explain(code, complaint.trim()))
  if (!isInstalled())
    throw new Error('npm ci ended without an error, but packages are missing. Run `npm ci --include=dev` and read what it says.')
  console.error(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`)
}

function startNpm() {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--progress=false']
  const script = process.env.npm_execpath // set when npm itself started this
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  return spawn(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  })
}

function showProgress(paths, started) {
  const terminal = process.stderr.isTTY
  const timer = setInterval(
    () => {
      const done = paths.filter((path) => existsSync(join(root, path, 'package.json'))).length
      const line = `  ${done} of ${paths.length} packages, ${((Date.now() - started) / 1000).toFixed(0)} s`
      process.stderr.write(terminal ? `\r${line}` : `${line}\n`)
    },
    terminal ? 250 : 5000,
  )
  return () => {
    clearInterval(timer)
    if (terminal) process.stderr.write('\r\x1b[K')
  }
}

function explain(code, complaint) {
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/i.test(complaint)
  const remedy = offline
    ? 'The package registry cannot be reached. Check the network and `npm config get registry`, then start again; nothing else is needed.'
    : 'Run `npm ci` in this folder to see all of it, mend what it names (often rights or disk space), then start again.'
  const first = complaint.split('\n').slice(0, 12).join('\n') // what npm says after that is its manual
  return `${first}\n\nThe packages could not be installed (npm ended with ${code}). ${remedy}`
}

/** One installation at a time: two `npm ci` in one folder destroy each other's work. */
async function alone(work) {
  await takeLock()
  const release = () => rmSync(lockFile, { force: true })
  const leave = () => process.exit(130)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  process.once('exit', release)
  for (const signal of signals) process.once(signal, leave)
  await work()
  for (const signal of signals) process.off(signal, leave) // this process may go on with other work
  process.off('exit', release)
  release()
}

async function takeLock() {
  let told = false
  for (;;) {
    if (tryLock()) return
    const holder = lockHolder()
    if (holder === undefined) continue // released meanwhile
    if (!isAlive(holder)) {
      dropStaleLock(holder)
      continue
    }
    if (!told) console.error(`Another installation is running (process ${holder}); waiting for it.`)
    told = true
    await sleep(200)
  }
}

/** Writes the lock beside its place and links it there: so it is never seen empty. */
function tryLock() {
  const draft = `${lockFile}.${process.pid}`
  try {
    writeFileSync(draft, String(process.pid))
    linkSync(draft, lockFile)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new Error(`Packages must be installed, but nothing can be written to ${root} (${error.code}).`)
  } finally {
    rmSync(draft, { force: true })
  }
}

function lockHolder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return undefined // gone meanwhile
  }
}

/** Moves the lock of a dead process away; when someone else was faster and this is already their new lock, gives it back. */
function dropStaleLock(holder) {
  const aside = `${lockFile}.${process.pid}.stale`
  try {
    renameSync(lockFile, aside)
    if (readFileSync(aside, 'utf8') === String(holder)) rmSync(aside)
    else renameSync(aside, lockFile)
  } catch {
    // another process moved it first: the next round sees what is there now
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
