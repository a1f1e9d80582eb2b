import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Fetched } from './fetched.ts'
import { runMaven } from './maven.ts'

/** The newest Apicurio Registry that runs on Java 17. */
export const REGISTRY_VERSION = '3.0.9'

/** Apicurio Registry, a server with Confluent's API, from Maven Central. */
export function registryJars(version: string): Fetched {
  return {
    name: `apicurio-registry-${version}`,
    origin: 'Maven',
    megabytes: 109,
    async fetch(folder, say) {
      const artifact = `io.apicurio:apicurio-registry-app:${version}:tar.gz:all`
      const download = join(folder, 'download')
      await runMaven(['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${download}`], say)
      const [archive = ''] = readdirSync(download)
      const { status, stderr } = spawnSync('tar', ['xzf', join(download, archive), '-C', folder], { encoding: 'utf8' })
      if (status !== 0) throw new HomeostatError('HS_DOWNLOAD_FAILED', { message: `${archive} could not be unpacked: ${stderr}` })
      rmSync(download, { recursive: true })
    },
  }
}

/** The file to run, in the folder into which it was fetched. */
export function registryJar(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith('-runner.jar'))
  if (!name) throw new HomeostatError('HS_DOWNLOAD_FAILED', { message: `There is no program in ${folder}; delete that folder.` })
  return join(folder, name)
}
