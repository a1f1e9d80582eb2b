import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

export interface Java {
  readonly program: string
  /** Names this very build: what one build has prepared, another cannot use. */
  readonly build: string
}

/**
 * The Java of JAVA_HOME, else the one on the path.
 * @throws HS_JAVA_MISSING when there is none, or only one that is too old
 */
export function findJava(env: NodeJS.ProcessEnv = process.env): Java {
  const program = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java'
  const { stderr, status } = spawnSync(program, ['-version'], { encoding: 'utf8', env })
  if (status !== 0) throw new HomeostatError('HS_JAVA_MISSING', { value: program })
  const version = /version "(?:1\.)?(\d+)[^"]*"/.exec(stderr)
  if (!version || Number(version[1]) < OLDEST)
    throw new HomeostatError('HS_JAVA_MISSING', {
      value: version?.[1],
      limit: OLDEST,
      message: `Kafka needs Java ${OLDEST} or newer; "${program}" is ${version?.[0] ?? 'of an unknown version'}.`,
    })
  return { program, build: createHash('sha256').update(stderr).digest('hex').slice(0, 12) }
}

const OLDEST = 17
