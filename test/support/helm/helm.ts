import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../../../ops/kafka/cache-folder.ts'
import { skipUnless } from '../skip.ts'

const script = fileURLToPath(new URL('./helm.py', import.meta.url))
const machine = process.arch === 'x64' ? 'amd64' : process.arch

/** Where `.ci/install-helm-needs` puts it. */
const library = join(cacheFolder(), 'helm', `helm-linux-${machine}.so`)

export function skipUnlessHelm(): void {
  skipUnless(existsSync(library), `${library} not found: run .ci/install-helm-needs.`)
  skipUnless(
    spawnSync('python3', ['--version']).status === 0,
    'Python was not found, from which Helm is called here: install python3.',
  )
}

export interface HelmAnswer {
  readonly ok: boolean
  readonly output: string
}

/** `helm lint --strict` */
export function helmLint(chart: string): HelmAnswer {
  const { ok, output } = helm('lint', chart)
  return { ok: ok && /Failed: false/.test(output), output }
}

/** `helm template` as the release `watch`. */
export function helmTemplate(chart: string, values: string, kubeVersion = '1.31.0'): HelmAnswer {
  return helm('template', chart, values, kubeVersion)
}

function helm(...args: readonly string[]): HelmAnswer {
  const { status, stdout, stderr } = spawnSync('python3', [script, library, ...args], { encoding: 'utf8' })
  return { ok: status === 0, output: `${stdout}${stderr}` }
}
