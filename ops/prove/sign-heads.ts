import { codeOf } from '../../schemas/core/homeostat-error.ts'
import type { Ports } from '../../streams/runtime/ports/ports.ts'
import { headSigner } from '../audit/head-signer.ts'
import { keyOfFolder } from '../audit/key-files.ts'

const EVERY_MS = 300

/**
 * Signs the audit trail again and again, as the process does that has the task of the stage audit.
 * @returns what ends it, after a last time: then nothing is left that is not signed
 */
export function signHeads(ports: Ports, data: string, hasTask: () => boolean): () => Promise<void> {
  const signer = headSigner(ports, keyOfFolder(data))
  const abort = new AbortController()

  async function sign(): Promise<void> {
    try {
      await signer.sign()
    } catch (error) {
      if (codeOf(error) === 'HS_AUDIT_BROKEN') throw error
      console.error(`worker ${process.pid} signed nothing: ${error instanceof Error ? error.message : error}`)
    }
  }

  async function run(): Promise<void> {
    while (!abort.signal.aborted) {
      if (hasTask()) await sign()
      await ports.clock.sleep(EVERY_MS, abort.signal)
    }
  }
  const running = run()
  return async () => {
    abort.abort()
    await running
    await sign()
  }
}
