// Checks an export of a Homeostat audit trail, with nothing but Node.js 20: no part of Homeostat is needed to run or to trust this file.
//
//   node verify-audit.mjs EXPORT PUBLIC_KEY [KEPT...]
//
// EXPORT      what `homeostat audit export` wrote, or somebody gave you as such
// PUBLIC_KEY  the PEM file that you were given when the trail began, and kept: never the one in the export
// KEPT        earlier exports, or files of heads (audit-heads.ndjson), that you kept: the trail must still be the one they speak of
//
// Prints what does not fit, a sentence each, and exits with 1; exits with 0 when all of it fits, with 2 when a file cannot be read.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [exportFile, keyFile, ...keptFiles] = process.argv.slice(2)
if (keyFile === undefined) {
  console.error('Usage: node verify-audit.mjs EXPORT PUBLIC_KEY [KEPT...]')
  process.exit(2)
}

const faults = []
const fault = (text) => faults.push(text)
const keys = readKeys(keyFile)
const chains = new Map() // by tenant: hashes by number, and the newest number
let entries = 0
let heads = 0

const lines = readLines(exportFile)
for (const { at, value } of lines) if (value?.type === 'entry') checkEntry(value.entry ?? {}, at)
for (const { at, value } of lines) {
  if (value?.type === 'head') checkHead(value.head ?? {}, at)
  else if (!['export', 'entry', 'key'].includes(value?.type)) fault(`${at} is no line of an export.`)
}
for (const file of keptFiles) {
  for (const { at, value } of readLines(file)) {
    if (value?.type === 'head') checkHead(value.head ?? {}, at)
    else if (value?.type === 'entry') checkKeptEntry(value.entry ?? {}, at)
    else if (value?.signature !== undefined) checkHead(value, at)
    else if (value === undefined) fault(`${at} is no JSON.`)
  }
}

if (heads === 0) fault('Nothing here is signed: there is no head.')
for (const text of faults) console.log(text)
console.log(faults.length === 0 ? `The trail is whole: ${entries} entries, ${heads} signed heads.` : `${faults.length} faults.`)
for (const [tenant, { newest, signed }] of chains) {
  if (signed < newest)
    console.log(`Note: entries ${signed + 1} to ${newest} of ${tenant} are not signed, so nobody answers for their end.`)
}
process.exit(faults.length === 0 ? 0 : 1)

/** An entry follows from the one before it, and its hash is that of its canonical JSON (RFC 8785) without the hash. */
function checkEntry(entry, at) {
  entries++
  const { hash, ...covered } = entry
  const chain = chainOf(entry.tenant)
  const { newest } = chain
  if (entry.n !== newest + 1) {
    fault(`${at}: behind entry ${newest} comes entry ${entry.n}: entries were removed, moved or doubled.`)
  }
  const own = sha256(canonical(covered))
  if (own !== hash) fault(`${at}: entry ${entry.n} was changed: it says that its hash is ${hash}, and it is ${own}.`)
  const before = entry.n === 1 ? '0'.repeat(64) : chain.hashes.get(entry.n - 1)
  if (before !== undefined && entry.previous !== before) {
    fault(`${at}: entry ${entry.n} does not follow from the one before: it names ${entry.previous}, and that has ${before}.`)
  }
  chain.hashes.set(entry.n, hash)
  chain.newest = Math.max(newest, Number(entry.n) || 0)
}

/** A head is signed by a key that was kept, and speaks of the entry that is there. */
function checkHead(head, at) {
  heads++
  const { signature, ...covered } = head
  const chain = chainOf(head.tenant)
  const key = keys.get(head.key)
  if (key === undefined) return fault(`${at}: the head of entry ${head.n} names a key that is not yours: ${head.key}.`)
  if (!verify(null, Buffer.from(canonical(covered)), key, Buffer.from(String(signature), 'base64'))) {
    return fault(`${at}: the head of entry ${head.n} was changed: its signature does not fit it.`)
  }
  chain.signed = Math.max(chain.signed, head.n)
  checkPlace(chain, head.n, head.hash, `${at}: the head of entry ${head.n}, signed ${new Date(head.at).toISOString()},`)
}

function checkKeptEntry(entry, at) {
  checkPlace(chainOf(entry.tenant), entry.n, entry.hash, `${at}: the entry ${entry.n} that was kept`)
}

function checkPlace(chain, n, hash, what) {
  const found = chain.hashes.get(n)
  if (found === hash) return
  if (n > chain.newest) fault(`${what} shows that there were ${n} entries, and there are ${chain.newest}: the tail was removed.`)
  else if (found === undefined) fault(`${what} is about an entry that is not there.`)
  else fault(`${what} shows the hash ${hash}, and that entry has ${found}: the chain was written anew.`)
}

function chainOf(tenant) {
  if (!chains.has(tenant)) chains.set(tenant, { hashes: new Map(), newest: 0, signed: 0 })
  return chains.get(tenant)
}

/** No white space, names sorted by UTF-16 code units; all numbers are whole. */
function canonical(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

function readKeys(file) {
  const blocks = read(file).match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  const parsed = blocks.map((pem) => createPublicKey(pem))
  if (parsed.length === 0) fault(`${file} holds no public key.`)
  return new Map(parsed.map((key) => [sha256(key.export({ type: 'spki', format: 'der' })), key]))
}

function readLines(file) {
  const texts = read(file).split('\n')
  return texts.flatMap((text, i) => (text.trim() === '' ? [] : [{ at: `${file}:${i + 1}`, value: parse(text) }]))
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    console.error(`${file} cannot be read: ${error.message}`)
    process.exit(2)
  }
}
