import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashOf } from './hash-of.mjs'
import { root } from './root.mjs'
import { writeBuild } from './write-build.mjs'

/**
 * Packages that are compiled into the output: pure JavaScript in many small files, which takes longer to find than to run. All others
 * are loaded from node_modules.
 */
const included = ['@sinclair/typebox', 'commander', 'fastify', 'pg', 'prom-client']

/** CommonJS packages ask for Node's own modules by `require`, which a module of today's kind does not have. */
const banner = "import{createRequire as __homeostatRequire}from'node:module';const require=__homeostatRequire(import.meta.url);"

/** Compiles entries into a folder and says in its `current.json` from what. @throws on an error in a source, or when it cannot write */
export async function compile(folder, entries, packages) {
  const inputs = {}
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: folder,
    outbase: root,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: banner },
    define: { 'import.meta.url': '__homeostatUrl', 'import.meta.dirname': '__homeostatDirname' },
    plugins: [externalPackages, ownFiles(inputs)],
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const outputs = Object.fromEntries(
    Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
      entries.includes(entryPoint) ? [[entryPoint, join(root, path)]] : [],
    ),
  )
  const manifest = { root, packages, outputs, inputs }
  await writeBuild(folder, outputFiles, manifest)
  return manifest
}

/** Builds with the esbuild that tsx brings, so that both agree about the language. */
async function build(options) {
  const tsx = createRequire(createRequire(import.meta.url).resolve('tsx'))
  const esbuild = tsx('esbuild')
  try {
    return await esbuild.build(options)
  } finally {
    await esbuild.stop() // its process holds more memory than this one, which may run for weeks
  }
}

const externalPackages = {
  name: 'external-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || importer.includes(`${sep}node_modules${sep}`)) return undefined
      const wanted = included.some((name) => path === name || path.startsWith(`${name}/`))
      return wanted ? undefined : { path, external: true }
    })
  },
}

/** Reads the repository's own files, so that what is noted is what was compiled; each keeps its own place in `import.meta`. */
function ownFiles(inputs) {
  return {
    name: 'own-files',
    setup(build) {
      build.onLoad({ filter: /\.(ts|js|mjs|json)$/ }, async ({ path }) => {
        if (path.includes(`${sep}node_modules${sep}`)) return undefined
        const text = await readFile(path, 'utf8')
        inputs[relative(root, path)] = hashOf(text)
        if (path.endsWith('.json')) return { loader: 'json', contents: text }
        return { loader: path.endsWith('.ts') ? 'ts' : 'js', contents: withOwnPlace(text, path) }
      })
    },
  }
}

/** A definition on the first line, so that the lines below keep their numbers; a first line that names an interpreter stays first. */
function withOwnPlace(text, path) {
  const url = JSON.stringify(pathToFileURL(path).href)
  const definition = `const __homeostatUrl=${url},__homeostatDirname=${JSON.stringify(join(path, '..'))};`
  return text.startsWith('#!') ? text.replace('\n', `\n${definition}`) : definition + text
}
