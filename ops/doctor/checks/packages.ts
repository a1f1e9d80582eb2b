import { createRequire } from 'node:module'
import { type Check, failed, ok } from '../check.ts'

/** What is loaded only when it is needed, and has parts for one platform. */
const wanted = ['lmdb', 'fastify', 'pg', 'avsc']

export const packages: Check = {
  name: 'packages',
  async run() {
    const require = createRequire(import.meta.url)
    for (const name of wanted) {
      try {
        require.resolve(name)
      } catch {
        return failed(`${name} is not installed`, 'Run `npm start`, or `npm ci` in the folder of Homeostat.')
      }
    }
    try {
      await import('lmdb')
    } catch (error) {
      return failed(
        `lmdb does not load: ${String(error)}`,
        'Run `npm ci` again on this machine; node_modules of another platform do not work.',
      )
    }
    return ok('installed, the native part of lmdb loads')
  },
}
