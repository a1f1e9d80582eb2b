import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** A file for browsers, ready to be sent. */
export interface Asset {
  readonly type: string
  readonly bytes: Buffer
  readonly gzipped: Buffer
  /** Quoted, as in the header. */
  readonly etag: string
}

/** Every file of the page by its address: our own as they stand in the repository, and uPlot as its package has it. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(folder, { recursive: true })
  const own = names
    .filter((name) => served.has(extname(name)))
    .map((name) => [`/console/${relative(folder, join(folder, name)).split(sep).join('/')}`, join(folder, name)] as const)
  const all = [...own, ...library.map((file) => [`/console/${file}`, require.resolve(`uplot/dist/${file}`)] as const)]
  return new Map(await Promise.all(all.map(async ([address, path]) => [address, await readAsset(path)] as const)))
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const require = createRequire(import.meta.url)
const library = ['uPlot.iife.min.js', 'uPlot.min.css']
const served = new Map([
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
])
const compress = promisify(gzip)

async function readAsset(path: string): Promise<Asset> {
  const bytes = await readFile(path)
  return {
    type: served.get(extname(path)) ?? '',
    bytes,
    gzipped: await compress(bytes),
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  }
}
