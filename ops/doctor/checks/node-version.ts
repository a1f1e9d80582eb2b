import { type Check, failed, ok } from '../check.ts'

const OLDEST = 20

export const nodeVersion: Check = {
  name: 'Node.js',
  run() {
    const { node } = process.versions
    if (Number(node.split('.')[0]) < OLDEST) return failed(`version ${node}`, `Install Node.js ${OLDEST} or newer.`)
    return ok(`version ${node}`)
  },
}
